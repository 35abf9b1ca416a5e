import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendMetrics, readMetrics, truncateMetrics } from '../../../src/app/run/index.js';
import { errorOf } from '../../support/errorOf.js';
import { temporaryFolders } from '../temporaryFolder.js';

const folder = temporaryFolders();

function withSteps(...steps: number[]): string {
  const run = folder();
  for (const step of steps) appendMetrics(run, { step, loss: step / 3 });
  return run;
}

describe('metrics', () => {
  it('are read as they were written', () => {
    expect(readMetrics(withSteps(1, 2))).toEqual([
      { step: 1, loss: 1 / 3 },
      { step: 2, loss: 2 / 3 },
    ]);
    expect(readMetrics(folder())).toEqual([]);
  });

  it('are one JSON value a line', () => {
    expect(readFileSync(join(withSteps(3), 'metrics.jsonl'), 'utf8')).toBe('{"step":3,"loss":1}\n');
  });

  it('lose what comes after the step of a checkpoint, so that a resumed run writes no line twice', () => {
    const run = withSteps(10, 20, 30);
    truncateMetrics(run, 20);
    appendMetrics(run, { step: 30, loss: 7 });
    expect(readMetrics(run).map(({ step }) => step)).toEqual([10, 20, 30]);
  });

  it('pass over a last line that a killed process left unfinished', () => {
    const run = withSteps(10);
    appendFileSync(join(run, 'metrics.jsonl'), '{"step":2');
    expect(readMetrics(run)).toHaveLength(1);
    truncateMetrics(run, 10);
    appendMetrics(run, { step: 20 });
    expect(readMetrics(run).map(({ step }) => step)).toEqual([10, 20]);
  });

  it.each(['nonsense', '{"loss":1}', 'null'])('name the line that is not a record: %s', (line) => {
    const run = folder();
    writeFileSync(join(run, 'metrics.jsonl'), `{"step":1}\n${line}\n`);
    expect(errorOf(() => readMetrics(run))).toMatchObject({
      code: 'DataError',
      where: `${join(run, 'metrics.jsonl')}, line 2`,
    });
  });
});
