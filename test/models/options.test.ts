import { describe, expect, it } from 'vitest';
import { jrvae, rvae, ssrvae, ssvae, vae } from '../../src/models/index.js';
import { errorOf } from '../support/errorOf.js';

const image = { height: 8, width: 8 };

describe('options of the autoencoders', () => {
  it('fills in what is not given', () => {
    const { options } = ssrvae({ image, classes: 3 });
    expect(options.invariances).toEqual(['rotation', 'translation']);
    expect(options.contentDim).toBe(2);
    expect(options.deformations).toBe(2);
    expect([options.multiplier, options.poseMultiplier]).toEqual([50, 5]);
    expect([options.exposure, options.noise, options.classifierSymmetry]).toEqual([false, 'learned', 'none']);
  });

  it('content deforms at most as much as there is of it, and nothing that lies still', () => {
    expect(rvae({ image, contentDim: 1 }).options.deformations).toBe(1);
    expect(rvae({ image, contentDim: 0 }).options.deformations).toBe(0);
    expect(rvae({ image, contentDim: 5 }).options.deformations).toBe(2);
    expect([vae({ image }), ssvae({ image, classes: 2 })].map(({ options }) => options.deformations)).toEqual([0, 0]);
  });

  it('names the latents of each model in the order they are sampled', () => {
    const names = (model: ReturnType<typeof vae>): string[] => model.latents.map(({ name }) => name);
    expect(names(vae({ image }))).toEqual(['content']);
    expect(names(ssvae({ image, classes: 2 }))).toEqual(['content']);
    expect(names(rvae({ image, invariances: ['rotation'] }))).toEqual(['angle', 'content']);
    expect(names(rvae({ image, likelihood: 'gaussian', exposure: true }))).toEqual([
      'angle',
      'shift',
      'content',
      'exposure',
    ]);
    const shuffled = jrvae({ image, classes: 2, invariances: ['scale', 'rotation', 'translation'] });
    expect(names(shuffled)).toEqual(['angle', 'shift', 'scale', 'content']);
    expect(shuffled.pose.map(({ name }) => name)).toEqual(['angle', 'shift', 'scale']);
  });

  it('labels belong to the models with classes that are given', () => {
    const kinds = {
      vae: vae({ image }),
      rvae: rvae({ image }),
      jrvae: jrvae({ image, classes: 2 }),
      ssvae: ssvae({ image, classes: 2 }),
      ssrvae: ssrvae({ image, classes: 2 }),
    };
    const supervised = Object.entries(kinds).flatMap(([name, { isSupervised }]) => (isSupervised ? [name] : []));
    expect(supervised).toEqual(['ssvae', 'ssrvae']);
  });

  // The option that is at fault, and the name that is meant, where there is one.
  it.each([
    [{ invariances: ['rotatoin'] }, 'ssrvae.invariances', 'rotation'],
    [{ invariances: ['rotation', 'rotation'] }, 'ssrvae.invariances', undefined],
    [{ likelihood: 'bernouli' }, 'ssrvae.likelihood', 'bernoulli'],
    [{ classifierSymmetry: 'fram' }, 'ssrvae.classifierSymmetry', 'frame'],
    [{ anglePrior: 'uniform' }, 'ssrvae.anglePrior', undefined],
    [{ conentDim: 2 }, 'ssrvae', 'contentDim'],
    [{ contentDim: -1 }, 'ssrvae.contentDim', undefined],
    [{ contentDim: 1.5 }, 'ssrvae.contentDim', undefined],
    [{ image: { height: 0, width: 8 } }, 'ssrvae.image.height', undefined],
    [{ angleSpread: 0 }, 'ssrvae.angleSpread', undefined],
    [{ angleSpread: Infinity }, 'ssrvae.angleSpread', 'projectedNormal'],
    [{ shiftUnit: 0 }, 'ssrvae.shiftUnit', undefined],
    [{ shiftFrame: 'objekt' }, 'ssrvae.shiftFrame', 'object'],
    [{ shiftFrame: 'object' }, 'ssrvae.shiftFrame', undefined],
    [{ scaleUnit: Infinity }, 'ssrvae.scaleUnit', undefined],
    [{ noise: 0 }, 'ssrvae.noise', undefined],
    [{ deformations: 3 }, 'ssrvae.deformations', undefined],
    [{ deformations: -1 }, 'ssrvae.deformations', undefined],
    [{ exposure: true }, 'ssrvae.exposure', undefined],
    [{ multiplier: -1 }, 'ssrvae.multiplier', undefined],
    [{ poseMultiplier: NaN }, 'ssrvae.poseMultiplier', undefined],
    [{ classes: 1 }, 'ssrvae.classes', undefined],
    [{ classes: 0 }, 'ssrvae.classes', 'rvae'],
  ])('refuses %j and says where, and what to try', (wrong, where, hint) => {
    const options = { image, classes: 2, ...wrong } as unknown as Parameters<typeof ssrvae>[0];
    const error = errorOf(() => ssrvae(options));
    expect(error).toMatchObject({ code: 'ArgumentError', where });
    if (hint !== undefined) expect(error.hint).toContain(hint);
  });

  it.each([
    ['vae', () => vae({ image, contentDim: 0 })],
    ['rvae', () => rvae({ image, contentDim: 0, invariances: [] })],
  ])('%s: refuses a model without any latent', (where, make) => {
    expect(errorOf(make)).toMatchObject({ code: 'ArgumentError', where });
  });

  it.each([
    { anglePrior: 'projectedNormal', angleSpread: Infinity },
    { multiplier: 0, poseMultiplier: 0 },
    { likelihood: 'gaussian', exposure: true, noise: 0.1 },
    { deformations: 0 },
    { deformations: 0, shiftFrame: 'object' },
    { contentDim: 0 },
  ] as const)('accepts %j', (own) => {
    expect(ssrvae({ image, classes: 2, ...own }).options).toMatchObject(own);
  });
});
