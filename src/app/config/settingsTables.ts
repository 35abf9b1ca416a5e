import type { FileRef, RunConfig } from './runConfig.js';
import { formatPixels, formatRadians } from './wording.js';

/** Tables of names and values, by heading, for people to read. */
export type SettingsTables = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** All settings of a run in words: data, model and training. */
export function settingsTables({ data, model, training, engine }: RunConfig): SettingsTables {
  const { pixels, beta, ...rest } = training;
  const ramp = beta.epochs === 0 ? String(beta.to) : `${beta.from} to ${beta.to} over ${beta.epochs} epochs`;
  return {
    data: table(data),
    model: table(model),
    training: table({ ...rest, beta: ramp, pixels: formatPixels(pixels), engine }),
  };
}

/** The fields that are angles. */
const angles: ReadonlySet<string> = new Set(['alpha', 'labelledAlpha', 'shear', 'angleSpread']);

function table(fields: object): Record<string, string> {
  // Object.entries gives `any` for the fields of an object of unknown type.
  const entries = Object.entries(fields) as [string, unknown][];
  return Object.fromEntries(entries.map(([name, value]) => [words(name), describe(name, value)]));
}

/** `labels per class` for `labelsPerClass`. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function describe(name: string, value: unknown): string {
  if (typeof value === 'number' && angles.has(name)) {
    return formatRadians(value).replace('deg', '°').replace('rad', ' rad');
  }
  if (name === 'scale' && Array.isArray(value)) return value.join(' to ');
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return describeFile(value as FileRef & { field?: string });
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function describeFile({ path, sha256, field }: FileRef & { field?: string }): string {
  return `${path}${field === undefined ? '' : `, field ${field}`} (SHA-256 ${sha256.slice(0, 12)}…)`;
}
