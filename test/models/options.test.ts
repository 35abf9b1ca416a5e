import { describe, expect, it } from 'vitest';
import { jrvae, rvae, ssrvae, ssvae, vae } from '../../src/models/index.js';

const image = { height: 8, width: 8 };
const halving = { channels: 4, size: 3, stride: 2 };
const cnn = { kind: 'cnn', hidden: 8, activation: 'relu' };

describe('options of the autoencoders', () => {
  it('fills in what is not given', () => {
    const { options } = ssrvae({ image, classes: 3 });
    expect(options.invariances).toEqual(['rotation', 'translation']);
    expect(options.decoderHidden).toEqual([128, 128, 128]);
    expect(options.contentDim).toBe(2);
  });

  it('names the latents of each model in the order they are sampled', () => {
    const names = (model: ReturnType<typeof vae>): string[] => model.latents.map(({ name }) => name);
    expect(names(vae({ image }))).toEqual(['content']);
    expect(names(ssvae({ image, classes: 2 }))).toEqual(['content']);
    expect(names(rvae({ image, invariances: ['rotation'] }))).toEqual(['angle', 'content']);
    expect(names(jrvae({ image, classes: 2, invariances: ['scale', 'rotation', 'translation'] }))).toEqual([
      'angle',
      'shift',
      'scale',
      'content',
    ]);
  });

  it.each([
    [{ invariances: ['rotatoin'] }, 'rotation'],
    [{ likelihood: 'bernouli' }, 'bernoulli'],
    [{ classifierSymmetry: 'square' }, 'one of none, frame'],
    [{ conentDim: 2 }, 'contentDim'],
    [{ contentDim: -1 }, 'a whole number of at least 0'],
    [{ angleSpread: 0 }, 'a number of radians > 0'],
    [{ angleSpread: Infinity }, 'projectedNormal'],
    [{ hidden: [] }, 'at least one layer width'],
    [{ activation: 'tahn' }, 'tanh'],
    [{ classes: 1 }, 'at least 2'],
    [{ classifier: { ...cnn, convolutions: Array(4).fill(halving) } }, 'at least 16 × 16 pixels'],
    [{ classifier: { ...cnn, convolutions: [{ ...halving, stride: 0.5 }] } }, 'convolutions.stride'],
    [{ encoderConvolutions: [{ ...halving, channels: 0 }] }, 'encoderConvolutions.channels'],
  ])('refuses %j and says what to try', (wrong, words) => {
    const options = { image, classes: 2, ...wrong } as unknown as Parameters<typeof ssrvae>[0];
    expect(() => ssrvae(options)).toThrow(words);
  });

  it('allows all angles alike on the circle', () => {
    expect(rvae({ image, anglePrior: 'projectedNormal', angleSpread: Infinity }).options.angleSpread).toBe(Infinity);
  });
});
