import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { poseValues } from '../../src/models/knownPose.js';
import { poseOf } from '../../src/models/latents.js';
import { resolveOptions } from '../../src/models/options.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

const image = { height: 4, width: 4 };
const all = ['rotation', 'translation', 'scale'] as const;
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

describeEngines('known poses', () => {
  it.each(['normal', 'projectedNormal'] as const)(
    '%s: as values of the latents they stand for themselves',
    (anglePrior) => {
      const poses = fc.array(
        fc.record({ angle: between(-7, 7), x: between(-1, 1), y: between(-1, 1), scale: between(0.5, 2) }),
        { minLength: 1, maxLength: 4 },
      );
      fc.assert(
        fc.property(poses, between(0.01, 1), between(0.01, 1), (given, shiftUnit, scaleUnit) => {
          const options = resolveOptions('test', { image, invariances: all, anglePrior, shiftUnit, scaleUnit });
          const values = poseValues(
            {
              angle: tf.tensor1d(given.map(({ angle }) => angle)),
              shift: tf.tensor2d(given.map(({ x, y }) => [x, y])),
              scale: tf.tensor1d(given.map(({ scale }) => scale)),
            },
            options,
          );
          const { rotation, shift, scale } = poseOf(values, options);
          const read = (tensor: tf.Tensor | undefined): number[] => Array.from(tensor?.dataSync() ?? []);
          expectClose(
            read(rotation?.cos),
            given.map(({ angle }) => Math.cos(angle)),
            { tolerance: 1e-5 },
          );
          expectClose(
            read(rotation?.sin),
            given.map(({ angle }) => Math.sin(angle)),
            { tolerance: 1e-5 },
          );
          expectClose(
            read(shift),
            given.flatMap(({ x, y }) => [x, y]),
            { tolerance: 1e-5 },
          );
          expectClose(
            read(scale),
            given.map((one) => one.scale),
            { tolerance: 1e-5 },
          );
        }),
        { numRuns: 20 },
      );
    },
  );

  it('what a model does not explain by a pose is left out', () => {
    const pose = { angle: tf.tensor1d([1]), shift: tf.tensor2d([[0, 1]]) };
    const values = poseValues(pose, resolveOptions('test', { image, invariances: ['translation', 'scale'] }));
    expect(Object.keys(values)).toEqual(['shift']);
  });
});
