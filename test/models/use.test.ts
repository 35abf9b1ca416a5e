// What a trained model draws and reads, with a decoder whose one picture is known.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { objectMatrix, warp, type ObjectPose } from '../../src/data/index.js';
import { DEFORMATION_UNIT } from '../../src/models/deformation.js';
import { generateImages, latentMeaning, rvae, ssrvae, type Autoencoder, type Params } from '../../src/models/index.js';
import { knownValues } from '../../src/models/pose.js';
import { mlpEncoder, templateDecoder } from '../../src/nn/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { allInvariances, paramsOf } from './smallModels.js';

const SIDE = 15;
const image = { height: SIDE, width: SIDE };
const networks = { image, encoder: mlpEncoder({ hidden: [4] }), decoder: templateDecoder({ ...image, hidden: [3] }) };
const middle = (SIDE - 1) / 2;

/** A blob of logits from 0 to 1, to the right of the middle and a little below it, that is 0 well before the edge. */
const template = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [x, y] = [(i % SIDE) - middle, Math.floor(i / SIDE) - middle];
  return Math.max(0, 1 - Math.hypot(x - 2, (y - 1) / 0.6) / 2.5);
});

/** Parameters whose decoder draws the template, whatever the codes. */
function drawing(model: Autoencoder, deformation: readonly number[] = [0, 0, 0, 0, 0, 0]): Params {
  const params = paramsOf(model, { unlabelled: tf.zeros([1, SIDE * SIDE]) });
  const kernel = params['decoder/out/kernel'] ?? tf.scalar(NaN);
  return {
    ...params,
    'decoder/out/kernel': tf.zerosLike(kernel),
    'decoder/out/bias': tf.tensor1d(template),
    deformation: tf.tensor2d([...deformation], [2, 3]),
  };
}

/** Images of the template in some poses, as logits. */
function drawn(model: Autoencoder, params: Params, poses: readonly ObjectPose[], content = [0, 0]): Float32Array {
  const known = {
    angle: tf.tensor1d(poses.map(({ angle }) => angle)),
    shift: tf.tensor2d(poses.map(({ x, y }) => [x, y])),
    scale: tf.tensor1d(poses.map(({ scale }) => scale)),
  };
  const values = Object.entries(knownValues(known, model.options)).map(([name, value]) => [
    name,
    tf.squeeze(value, [1]),
  ]);
  const latents = {
    ...(Object.fromEntries(values) as Readonly<Record<string, tf.Tensor>>),
    content: tf.tile(tf.tensor2d([content]), [poses.length, 1]),
  };
  return Float32Array.from(generateImages(model, params, latents).dataSync(), (grey) => Math.log(grey / (1 - grey)));
}

interface Blob {
  /** Its centre, pixels to the right of the image's middle and down from it. */
  readonly x: number;
  readonly y: number;
  readonly mass: number;
  /** Twice the angle of its longer axis and how much longer, as a vector. */
  readonly stretch: readonly [number, number];
}

function blobOf(logits: Float32Array): Blob {
  const moment = (weigh: (x: number, y: number) => number): number =>
    logits.reduce((sum, value, i) => sum + value * weigh((i % SIDE) - middle, Math.floor(i / SIDE) - middle), 0);
  const mass = moment(() => 1);
  const [x, y] = [moment((x0) => x0) / mass, moment((_, y0) => y0) / mass];
  const spread = (weigh: (x: number, y: number) => number): number => moment((x0, y0) => weigh(x0 - x, y0 - y)) / mass;
  return { x, y, mass, stretch: [spread((u, v) => u * u - v * v), spread((u, v) => 2 * u * v)] };
}

const still = { angle: 0, x: 0, y: 0, scale: 1 };
const start = blobOf(template);

describeEngines('generateImages', () => {
  it.each(['normal', 'projectedNormal'] as const)(
    '%s: draws the template in a pose as data/warp moves an image',
    (anglePrior) => {
      const model = rvae({ ...networks, invariances: allInvariances, anglePrior });
      const poses = [
        still,
        { angle: 0.6, x: 0, y: 0, scale: 1 },
        { angle: -2.5, x: 0.15, y: -0.1, scale: 0.8 },
        { angle: 0, x: -0.2, y: 0.3, scale: 1.25 },
      ];
      const expected = warp({ images: template, count: 1, ...image }, [0, 0, 0, 0], poses.map(objectMatrix));
      // A grey value of about 0.6 is off by a few roundings, and its logit by four times that; maps are rounded to float32.
      expectClose(drawn(model, drawing(model), poses), expected, { tolerance: 2e-5 });
    },
  );

  it('a positive angle rotates the object counter-clockwise as seen', () => {
    const model = rvae({ ...networks, invariances: ['rotation'] });
    const { x, y } = blobOf(drawn(model, drawing(model), [{ ...still, angle: Math.PI / 2 }]));
    // What was to the right is then above, and what was below is to the right.
    expectClose([x, y], [start.y, -start.x], { tolerance: 1e-3 });
  });

  it('a positive shift moves it to the right and down, and a scale above 1 makes it larger', () => {
    const model = rvae({ ...networks, invariances: ['translation', 'scale'] });
    const params = drawing(model);
    const moved = blobOf(drawn(model, params, [{ ...still, x: 2 / middle, y: -3 / middle }]));
    expectClose([moved.x, moved.y], [start.x + 2, start.y - 3], { tolerance: 1e-3 });
    const larger = blobOf(drawn(model, params, [{ ...still, scale: 1.5 }]));
    // The area grows by the square, but for the sampling of its steep sides.
    expectClose([larger.x, larger.y], [1.5 * start.x, 1.5 * start.y], { tolerance: 0.1 });
    expect(Math.abs(larger.mass / start.mass / 1.5 ** 2 - 1)).toBeLessThan(0.05);
  });

  it('content deforms it as its meaning says: larger, and longer in the direction', () => {
    const model = ssrvae({ ...networks, classes: 2, invariances: ['rotation'] });
    // Content 1 makes it larger by a factor of 1.3, content 2 longer along the diagonal that goes up to the right.
    const params = drawing(model, [Math.log(1.3) / DEFORMATION_UNIT, 0, 0, 0, 0, -0.2 / DEFORMATION_UNIT]);
    const [size, shear] = latentMeaning(params);
    const labels = tf.tensor2d([[1, 0]]);
    const at = (content: readonly number[]): Blob => {
      const latents = { angle: tf.zeros([1, 1]), content: tf.tensor2d([[...content]]) };
      return blobOf(
        Float32Array.from(generateImages(model, params, latents, labels).dataSync(), (p) => Math.log(p / (1 - p))),
      );
    };
    expect(size?.sizeFactor).toBeCloseTo(1.3, 5);
    expect(Math.abs(at([1, 0]).mass / start.mass / 1.3 ** 2 - 1)).toBeLessThan(0.05);
    expect(Math.abs(at([0, 1]).mass / start.mass - 1)).toBeLessThan(0.05);
    expect(shear?.direction).toBeCloseTo(Math.PI / 4, 5);
    // Up to the right: x grows as y falls, so that their product on average is below that of the template.
    expect(at([0, 1]).stretch[1]).toBeLessThan(start.stretch[1] - 0.1);
    expect(at([0, -1]).stretch[1]).toBeGreaterThan(start.stretch[1] + 0.1);
  });
});
