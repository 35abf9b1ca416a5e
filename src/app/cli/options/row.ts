import type { z } from 'zod';
// From the files themselves: the folder's index would load TensorFlow, and help is to come at once.
import { settingsOf, type Setting } from '../../config/option.js';
import { wordsOf } from '../../config/optionText.js';
import { usualValue, type Kind } from '../../config/usualValues.js';

/** An option as help shows it. */
export type Row = readonly [flags: string, description: string];

/** The options of a group of settings, with what each is where it is not said, in parentheses: of one kind of data, or of both. */
export function rowsOf(group: z.ZodObject, kind?: Kind): Row[] {
  return settingsOf(group).flatMap((setting) => {
    const { flags, offHelp } = setting;
    const row: Row = [flags, describe(setting, usualValue(setting.name, kind))];
    return offHelp === undefined ? [row] : [row, [flags.replace('--', '--no-'), offHelp] as const];
  });
}

/** What the option is about, the words that it may be unless the help explains them, and what it usually is. */
function describe({ help, schema }: Setting, usual: string | undefined): string {
  const words = wordsOf(schema);
  const list = words.every((word) => help.includes(word)) ? '' : `: ${words.join(', ')}`;
  return `${help}${list}${usual === undefined ? '' : ` (${usual})`}`;
}
