import type { z } from 'zod';
import { exampleOf, flagOf, settingsOf, writeText } from '../config/index.js';
import { readOption, type RawOptions } from './optionReaders.js';
import { UsageError } from './usageError.js';

/**
 * A group of settings: `base`, with what the options say on top.
 *
 * @param group the schema of `Settings`
 * @param fit changes of what was not said, so that it goes with what was
 * @throws UsageError naming the option, what is allowed, and an example
 */
export async function readSettings<Settings extends object>(
  raw: RawOptions,
  group: z.ZodObject,
  base: Settings,
  fit: (settings: Settings, said: Partial<Settings>) => Settings = (settings) => settings,
): Promise<Settings> {
  // The schema of each field has let its value pass.
  const said = (await saidOf(raw, group)) as Partial<Settings>;
  const settings = { ...fit({ ...base, ...said }, said), ...said };
  // A field that is said to be undefined is one that is not there.
  const present = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const issue = group.safeParse(present).error?.issues[0];
  if (issue === undefined) return present as Settings;
  const { name = '', schema = group } = settingsOf(group).find(({ field }) => field === issue.path[0]) ?? {};
  const got = writeText(schema, present[String(issue.path[0])]) ?? 'none';
  const expected = issue.message.replace(/^expected /, '');
  throw new UsageError({ where: flagOf(name), expected, got, hint: 'leaving it out' });
}

/** What the options say, by field. */
async function saidOf(raw: RawOptions, group: z.ZodObject): Promise<Record<string, unknown>> {
  const said: Record<string, unknown> = {};
  for (const { field, name, schema } of settingsOf(group)) {
    if (raw[name] !== undefined) said[field] = await readOption(raw, name, schema, exampleOf(name));
  }
  return said;
}
