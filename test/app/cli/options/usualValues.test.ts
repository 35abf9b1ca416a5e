import { Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../../../src/app/cli/index.js';
import { cardsRows, imagesRows } from '../../../../src/app/cli/options/dataRows.js';
import { modelRows, trainingRows } from '../../../../src/app/cli/options/learningRows.js';
import type { Row } from '../../../../src/app/cli/options/row.js';
import { withUsual } from '../../../../src/app/cli/options/usualValues.js';
import type { RunConfig } from '../../../../src/app/config/index.js';
import { fakeServices } from '../fakeServices.js';

const rows = [...cardsRows, ...modelRows, ...trainingRows];

/** What help says of each option beyond its description, by its long name: without the parentheses. */
function usualOf(given: readonly Row[], kind?: 'cards' | 'images'): Map<string, string> {
  const found = withUsual(given, kind).map(([flags, description], i) => {
    const added = description.slice((given[i]?.[1] ?? '').length);
    return [new Option(flags).long ?? '', added.slice(2, -1)] as const;
  });
  return new Map(found.filter(([, value]) => value !== ''));
}

async function configOf(words: readonly string[]): Promise<unknown> {
  const { services, terminal, calls, err } = fakeServices();
  expect([await runCli(['train', 'cards', ...words], services, terminal), err()]).toEqual([0, '']);
  const { versions: _, ...config } = calls[0]?.args[0] as RunConfig;
  return config;
}

describe('withUsual', () => {
  it('a usual value that is typed changes nothing', async () => {
    const usual = usualOf(rows, 'cards');
    expect(usual.size).toBeGreaterThan(35);
    const plain = await configOf([]);
    for (const [name, value] of usual) expect(await configOf(value === 'on' ? [name] : [name, value])).toEqual(plain);
  });

  it('says both where cards and images differ, and one where they do not or one of them has no such option', () => {
    const usual = usualOf([...rows, ...imagesRows]);
    expect(usual.get('--content-dim')).toBe('2; 4 with --images');
    expect(usual.get('--view-noise')).toBe('on; off with --images');
    expect(usual.get('--activation')).toBe('leakyRelu');
    expect(usual.get('--alpha')).toBe('60deg');
    expect(usual.get('--test-fraction')).toBe('0.3');
    for (const name of ['--images', '--labels', '--snapshots', '--no-augment', '--quick'])
      expect(usual.has(name)).toBe(false);
  });

  it('of images: theirs alone', () => {
    expect(usualOf(modelRows, 'images').get('--classifier')).toBe('cnn');
  });
});
