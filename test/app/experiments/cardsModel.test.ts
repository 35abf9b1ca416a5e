import { describe, expect, it } from 'vitest';
import { schemas } from '../../../src/app/config/index.js';
import { cardsModel, PAPER_EPOCHS, paperTraining } from '../../../src/app/experiments/cardsModel.js';
import { temporaryFolders } from '../temporaryFolder.js';
import { smokeSettings } from './labOf.js';

const folder = temporaryFolders();

describe('cardsModel', () => {
  it('asks for configs that config.json may hold, of every recipe, kind and size', async () => {
    const smoke = await smokeSettings(folder());
    for (const settings of [smoke, { ...smoke, isSmoke: false }]) {
      for (const recipe of ['kiln', 'paper'] as const) {
        for (const kind of ['ssrvae', 'ssvae'] as const) {
          const config = cardsModel(settings, { recipe, kind });
          expect(schemas.run.parse(config)).toEqual(config);
        }
      }
    }
  });

  it('ssvae: has no pose, and is given none', async () => {
    const settings = { ...(await smokeSettings(folder())), isSmoke: false };
    const { model, training } = cardsModel(settings, { recipe: 'kiln', kind: 'ssvae' });
    expect(model).toMatchObject({ kind: 'ssvae', invariances: [], deformations: 0 });
    expect(training.labelledPoses).toBe('given');
    expect(cardsModel(settings, { recipe: 'kiln' }).training.labelledPoses).toBe('known');
  });

  it('keeps snapshots of what the films show only', async () => {
    const settings = await smokeSettings(folder());
    const snapshots = (more: object): boolean => cardsModel(settings, { recipe: 'kiln', ...more }).training.snapshots;
    expect(snapshots({})).toBe(true);
    expect(snapshots({ seed: 1 })).toBe(false);
    expect(snapshots({ data: { alpha: 1 } })).toBe(false);
  });
});

describe('paperTraining', () => {
  it('has β grow over 30 epochs, however few there are', () => {
    for (const epochs of [4, PAPER_EPOCHS, 100]) {
      const { betaOver = NaN } = paperTraining(epochs);
      expect(betaOver * epochs).toBeCloseTo(30, 12);
    }
  });
});
