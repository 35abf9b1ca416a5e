import { Option } from 'commander';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { runCli } from '../../../../src/app/cli/index.js';
import { rowsOf } from '../../../../src/app/cli/options/row.js';
import { recipes, schemas, settingsOf, type RunConfig } from '../../../../src/app/config/index.js';
import { fakeServices } from '../fakeServices.js';

const { run, cards, images, model, training } = schemas;

/** What help says each option usually is, by its long name: what stands in the last parentheses, after its own description. */
function usualOf(groups: readonly z.ZodObject[], kind?: 'cards' | 'images') {
  const helps = new Map(groups.flatMap(settingsOf).map(({ flags, help }) => [flags, help]));
  const found = groups
    .flatMap((group) => rowsOf(group, kind))
    .map(([flags, description]) => {
      const added = description.slice((helps.get(flags) ?? description).length);
      return [new Option(flags).long ?? '', /\(([^()]*)\)$/.exec(added)?.[1]] as const;
    });
  return new Map(found.filter(([, value]) => value !== undefined));
}

async function configOf(words: readonly string[]): Promise<unknown> {
  const { services, terminal, calls, err } = fakeServices();
  expect([await runCli(['train', 'cards', ...words], services, terminal), err()]).toEqual([0, '']);
  const { versions: _, ...config } = calls[0]?.args[0] as RunConfig;
  return config;
}

describe('rowsOf', () => {
  it('a usual value that is typed changes nothing', async () => {
    const usual = usualOf([cards, model, training, run], 'cards');
    expect(usual.size).toBeGreaterThan(35);
    const plain = await configOf([]);
    for (const [name, value = ''] of usual)
      expect(await configOf(value === 'on' ? [name] : [name, value])).toEqual(plain);
  });

  it('says both where cards and images differ, and one where they do not or one of them has no such option', () => {
    const usual = usualOf([cards, model, training, images]);
    const { cards: onCards, images: onImages } = recipes.kiln;
    const both = (one: unknown, other: unknown) =>
      one === other ? String(one) : `${String(one)}; ${String(other)} with --images`;
    const inWords = (value: boolean) => (value ? 'on' : 'off');
    expect(usual.get('--content-dim')).toBe(both(onCards.model.contentDim, onImages.model.contentDim));
    expect(usual.get('--activation')).toBe(both(onCards.model.activation, onImages.model.activation));
    expect(usual.get('--augment')).toBe(both(inWords(onCards.training.augment), inWords(onImages.training.augment)));
    expect(usual.get('--test-fraction')).toBe(String(onImages.data.testFraction));
    for (const name of ['--images', '--labels', '--snapshots', '--no-augment']) expect(usual.has(name)).toBe(false);
  });

  it('of images: theirs alone', () => {
    expect(usualOf([model], 'images').get('--content-dim')).toBe(String(recipes.kiln.images.model.contentDim));
  });

  it('names the words that there are to choose from, once', () => {
    const rows = new Map(rowsOf(schemas.training));
    expect(rows.get('--schedule <name>')).toContain(': constant, cosine (');
    expect(rows.get('--labelled-poses <which>')).toMatch(/given: .*; known: .*the model \(/);
  });

  it('has a line for each side of a switch', () => {
    const rows = new Map(rowsOf(schemas.model));
    expect(rows.has('--exposure')).toBe(true);
    expect(rows.get('--no-exposure')).toBe('they are constant');
  });
});
