import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { csvText } from '../csv.js';
import type { Findings, Table } from './experiment.js';
import type { ExperimentName } from './names.js';

/** What numbers.json holds: the findings without the pictures themselves, and where they come from. */
export interface FindingsRecord {
  readonly experiment: ExperimentName;
  readonly title: string;
  readonly about: string;
  /** The settings it was made with: other settings mean other findings. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, string>>;
  /** The command that makes it again. */
  readonly command: string;
  /** Seconds that it took, models that were there already not counted. */
  readonly seconds: number;
  readonly summary: readonly string[];
  readonly tables: readonly Table[];
  readonly figures: readonly { readonly file: string; readonly caption: string }[];
}

/** Writes an experiment's figures and tables, and numbers.json as the last, so that it stands for all. */
export function writeFindings(
  folder: string,
  findings: Findings,
  facts: Omit<FindingsRecord, keyof Findings>,
): FindingsRecord {
  mkdirSync(folder, { recursive: true });
  for (const { file, content } of findings.figures) {
    writeFileAtomic.sync(join(folder, file), typeof content === 'string' ? content : Buffer.from(content));
  }
  for (const { name, columns, rows } of findings.tables) {
    writeFileAtomic.sync(join(folder, `${name}.csv`), csvText(columns, rows));
  }
  const figures = findings.figures.map(({ file, caption }) => ({ file, caption }));
  const record: FindingsRecord = { ...facts, ...findings, figures };
  writeFileAtomic.sync(join(folder, 'numbers.json'), `${JSON.stringify(record, undefined, 1)}\n`);
  return record;
}

/** What an experiment found the last time; undefined if it was never done, or only in part. */
export function readFindings(folder: string): FindingsRecord | undefined {
  const file = join(folder, 'numbers.json');
  // Our own file, written whole or not at all.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FindingsRecord) : undefined;
}
