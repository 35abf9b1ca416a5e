import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { DataError } from '../../num/index.js';
import type { JsonValue } from './checkpointData.js';

/** One line of metrics.jsonl. */
export interface MetricsRecord {
  /** The step after which it was measured. */
  readonly step: number;
  readonly [name: string]: JsonValue;
}

/** Adds one line to a run's metrics.jsonl. */
export function appendMetrics(runFolder: string, record: MetricsRecord): void {
  appendFileSync(metricsFile(runFolder), `${JSON.stringify(record)}\n`);
}

/**
 * All lines of a run's metrics.jsonl. A last line without its end, which a killed process leaves, is not one.
 *
 * @throws DataError naming the line if it is not JSON with a step
 */
export function readMetrics(runFolder: string): MetricsRecord[] {
  const file = metricsFile(runFolder);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line, i) => parseLine(line, `${file}, line ${i + 1}`));
}

/** Drops the lines after `step`, so that a run resumed at that step writes none twice. */
export function truncateMetrics(runFolder: string, step: number): void {
  const kept = readMetrics(runFolder).filter((record) => record.step <= step);
  writeFileAtomic.sync(metricsFile(runFolder), kept.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

function metricsFile(runFolder: string): string {
  return join(runFolder, 'metrics.jsonl');
}

function parseLine(line: string, where: string): MetricsRecord {
  const fault = (got: string): DataError => new DataError({ where, expected: 'a JSON object with a step', got });
  try {
    const record = JSON.parse(line) as MetricsRecord | null;
    if (typeof record?.step === 'number') return record;
  } catch {
    throw fault(`"${line.slice(0, 60)}"`);
  }
  throw fault(line.slice(0, 60));
}
