import type { FileRef, RunConfig } from './runConfig.js';
import { saidSettings, type SaidSetting } from './saidSettings.js';

/** Tables of names and values, by heading, for people to read. */
export type SettingsTables = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** All settings of a run in words: data, model and training. */
export function settingsTables(config: RunConfig): SettingsTables {
  const { data, model, training } = saidSettings(config);
  return { data: { kind: config.data.kind, ...table(data) }, model: table(model), training: table(training) };
}

/** A row for each setting that has a value, such as `labels per class`. */
function table(settings: readonly SaidSetting[]): Record<string, string> {
  const rows = settings.filter(({ said }) => said !== undefined);
  const name = (field: string): string => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return Object.fromEntries(rows.map((row) => [name(row.field), describe(row)]));
}

function describe({ value, said }: SaidSetting): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object' && value !== null && 'sha256' in value) return describeFile(value as FileRef);
  // As people write what the command line takes.
  const words = String(said).replaceAll(',', ', ').replace('..', ' to ');
  return words.replace(/(?<=\d)deg$/, '°').replace(/(?<=\d)rad$/, ' rad');
}

function describeFile({ path, sha256, field }: FileRef & { field?: string }): string {
  return `${path}${field === undefined ? '' : `, field ${field}`} (SHA-256 ${sha256.slice(0, 12)}…)`;
}
