import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { latentWords } from '../../../src/app/train/latentWords.js';
import { DEFORMATION_UNIT } from '../../../src/models/deformation.js';
import { rvae, vae } from '../../../src/models/index.js';

const image = { height: 8, width: 8 };
const model = rvae({ image, contentDim: 6, deformations: 4 });

/**
 * What is said of a latent whose logarithm is [size + stretch, shear; shear, size - stretch] a unit, and of two more: the fourth and later
 * ones, as the first three may not do everything.
 */
function wordsOf(size: number, stretch: number, shear: number, shares: readonly number[] = [0.25, 0.125, 0]) {
  const row = [size, stretch, shear].map((entry) => entry / DEFORMATION_UNIT);
  const none = [0, 0, 0];
  const knowledge = { explainedVariance: 0.5, byClass: [], latentShares: [...none, ...shares] };
  return latentWords(model, { deformation: tf.tensor2d([none, none, none, row]) }, knowledge).slice(3);
}

const first = (...logs: [number, number, number]): string => wordsOf(...logs)[0]?.words ?? '';

describe('latentWords', () => {
  it('a latent that changes the size alone is a factor, one that shears an angle and a direction, and others are both', () => {
    expect(first(Math.log(1.14), 0, 0)).toMatch(/1\.14/);
    expect(first(Math.log(1.14), 0.001, 0)).not.toMatch(/°/);
    // Longer along the diagonal that goes up to the right, by half the tangent of 7°.
    const elongation = Math.asinh(Math.tan((7 * Math.PI) / 180) / 2);
    expect(first(0, 0, -elongation)).toMatch(/7°.*45°/);
    expect(first(0, 0, -elongation)).not.toMatch(/×/);
    expect(first(Math.log(1.14), 0, -elongation)).toMatch(/1\.14.*7°.*45°/);
  });

  it('never writes -0°', () => {
    expect(first(0, 0.1, 1e-4)).toMatch(/along 0°/);
  });

  it('says where a latent does nothing, and never a share below 0', () => {
    const [deforming, other] = wordsOf(0.001, 0.001, 0, [-0.001, -0.001, 0]);
    expect([deforming?.words, other?.words]).toEqual(['nothing', 'nothing']);
    expect([deforming?.varianceShare, other?.varianceShare]).toEqual([0, 0]);
    expect(wordsOf(0.001, 0.01, 0)[0]?.words).not.toBe('nothing');
  });

  it('tells what latents explain, and has numbers beside the words for those that deform', () => {
    const [deforming, other, last] = wordsOf(0.1, 0, 0);
    expect([deforming, other, last].map((one) => one?.name)).toEqual(['content 4', 'content 5', 'content 6']);
    expect([deforming, other, last].map((one) => one?.varianceShare)).toEqual([0.25, 0.125, 0]);
    expect(deforming?.sizeFactor).toBeCloseTo(Math.exp(0.1), 6);
    expect(Object.keys(other ?? {}).sort()).toEqual(['name', 'varianceShare', 'words']);
    expect(other?.words).toMatch(/13 %/);
  });

  it('of a model without a pose all content is shape, and without content there is nothing to say', () => {
    const knowledge = { explainedVariance: 0.5, byClass: [], latentShares: [0.4] };
    const [only, ...none] = latentWords(vae({ image, contentDim: 1 }), {}, knowledge);
    expect(only?.words).toMatch(/40 %/);
    expect(none).toEqual([]);
    expect(latentWords(rvae({ image, contentDim: 0 }), {}, { ...knowledge, latentShares: [] })).toEqual([]);
  });
});
