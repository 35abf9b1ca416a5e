import { flagOf } from './option.js';
import { recipes } from './recipes.js';
import type { RunConfig } from './runConfig.js';
import { optionValues, type SaidSetting } from './saidSettings.js';

/** The command that makes a run with this config: every option that differs from the usual. */
export function commandLine(config: RunConfig): string {
  const { data, training } = config;
  const base = recipes[training.recipe][data.kind];
  const usualTraining = {
    ...base.training,
    ...(training.labelledPoses === 'known' && base.known),
    recipe: 'kiln',
  } as const;
  const usual = optionValues({ ...base, engine: 'auto', training: usualTraining });
  const groupField = data.kind === 'images' ? data.groups?.field : undefined;
  const own = Object.entries({ ...optionValues(config), groupField }).filter(([name, value]) => value !== usual[name]);
  const start = data.kind === 'cards' ? 'kiln train cards' : 'kiln train';
  return [start, ...own.flatMap(([name, value]) => words(flagOf(name), value))].join(' ');
}

function words(flag: string, value: SaidSetting['said']): string[] {
  if (value === undefined) return [];
  if (typeof value === 'boolean') return [value ? flag : flag.replace('--', '--no-')];
  // What a shell would take apart or replace goes between quotes.
  return [flag, /^[\w./:,@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`];
}
