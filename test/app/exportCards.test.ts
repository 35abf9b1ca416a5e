import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cardSets } from '../../src/app/cardSets.js';
import { recipes } from '../../src/app/config/index.js';
import { exportCards } from '../../src/app/exportCards.js';
import { readImages, readLabels, type Cards } from '../../src/data/index.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';
import { temporaryFolders } from './temporaryFolder.js';

const folder = temporaryFolders();
const config = { ...recipes.kiln.cards.data, ...recipes.kiln.cards.sizes.smoke.data };

describe('exportCards', () => {
  it('writes files that read back as the cards of the run, to 8 bits', () => {
    const out = folder();
    expect(exportCards(config, out).counts).toEqual({ labelled: 32, unlabelled: 64, test: 32 });
    for (const [name, cards] of Object.entries<Cards>({ ...cardSets(config) })) {
      const read = readImages(join(out, `${name}-images.npy`));
      expect([read.count, read.height, read.width]).toEqual([cards.count, 48, 48]);
      expectClose(read.images, cards.images, { tolerance: 0.5 / 255, roundings: 2 });
      expect(Array.from(readLabels(join(out, `${name}-labels.npy`), read).labels)).toEqual(Array.from(cards.labels));
    }
  });

  it('writes the settings and the names of the classes', () => {
    const out = folder();
    exportCards(config, out);
    expect(JSON.parse(readFileSync(join(out, 'cards.json'), 'utf8'))).toEqual({
      classNames: ['clubs', 'spades', 'hearts', 'diamonds'],
      settings: config,
    });
  });

  it('leaves a folder with files alone', () => {
    const out = folder();
    writeFileSync(join(out, 'x'), '');
    const hint = expect.stringContaining('--out') as string;
    expect(errorOf(() => exportCards(config, out))).toMatchObject({ code: 'ArgumentError', where: out, hint });
  });
});

describe('cardSets', () => {
  it('follow from the config: another seed makes other cards, more cards begin with the same ones', () => {
    const [first, again] = [cardSets(config), cardSets(config)];
    expect(first.test.images).toEqual(again.test.images);
    expect(cardSets({ ...config, seed: 1 }).test.images).not.toEqual(first.test.images);
    const more = cardSets({ ...config, testPerClass: config.testPerClass + 1 }).test.images;
    expect(more.subarray(0, first.test.images.length)).toEqual(first.test.images);
    expect(first.unlabelled.images.slice(0, first.test.images.length)).not.toEqual(first.test.images);
  });

  it('leaves a suit out of all sets, and the cards of the others as they are', () => {
    const all = cardSets(config);
    const some = cardSets({ ...config, suits: ['clubs', 'hearts', 'diamonds'] });
    for (const name of ['labelled', 'unlabelled', 'test'] as const) {
      const [before, after] = [all[name], some[name]];
      const kept = [...before.labels.keys()].filter((i) => before.labels[i] !== 1);
      expect(after.classNames).toEqual(['clubs', 'hearts', 'diamonds']);
      expect([after.count, after.factors.angle.length]).toEqual([kept.length, kept.length]);
      expect(Array.from(after.labels)).toEqual(kept.map((i) => [0, NaN, 1, 2][before.labels[i] ?? 1]));
      const last = kept[kept.length - 1] ?? NaN;
      const pixels = 48 * 48;
      expect(after.images.slice(-pixels)).toEqual(before.images.slice(last * pixels, (last + 1) * pixels));
      expect(after.factors.angle[kept.length - 1]).toBe(before.factors.angle[last]);
    }
  });
});
