// Poses as the models have them: where pixels read, and what known poses teach.
import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { objectMatrix } from '../../src/data/index.js';
import { sampleSites, traceEnumElbo } from '../../src/infer/index.js';
import {
  rvae,
  ssrvae,
  type Autoencoder,
  type Batch,
  type Invariance,
  type KnownPose,
  type Params,
} from '../../src/models/index.js';
import { encoderOutputs } from '../../src/models/autoencoder.js';
import type { Latent } from '../../src/models/latents.js';
import { resolveOptions, type ResolvedOptions } from '../../src/models/options.js';
import { knownValues, placeOf, readingMap } from '../../src/models/pose.js';
import { key, valueAndGradients } from '../../src/num/index.js';
import { seed, substitute, trace } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { estimator } from '../support/estimates.js';
import { expectClose } from '../support/expectClose.js';
import { warningsOf } from '../support/warningsOf.js';
import { differences } from '../nn/oracles/perceptron.js';
import { exponential, inverse, times, type Matrix } from './planeMaps.js';
import { allInvariances, image, images, labelledPair, leastSpread, paramsOf, posed, siteValue } from './smallModels.js';

const priors = ['normal', 'projectedNormal'] as const;
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

interface Pose {
  readonly angle: number;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const poses: fc.Arbitrary<Pose[]> = fc.array(
  fc.record({ angle: between(-7, 7), x: between(-1, 1), y: between(-1, 1), scale: between(0.5, 2) }),
  { minLength: 1, maxLength: 4 },
);

function optionsOf(own: Partial<ResolvedOptions>): ResolvedOptions {
  return resolveOptions('test', { image, invariances: allInvariances, ...own });
}

function knownPose(given: readonly Pose[]): KnownPose {
  return {
    angle: tf.tensor1d(given.map(({ angle }) => angle)),
    shift: tf.tensor2d(given.map(({ x, y }) => [x, y])),
    scale: tf.tensor1d(given.map(({ scale }) => scale)),
  };
}

/** The map p ↦ D⁻¹ R(angle) (p - place) / scale in float64, as six numbers. */
function mapByHand({ angle, x, y, scale }: Pose, deformed: Matrix): number[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [a, b, c, d] = times(inverse(deformed), [cos / scale, -sin / scale, sin / scale, cos / scale]);
  return [a, b, -(a * x + b * y), c, d, -(c * x + d * y)];
}

describeEngines('readingMap', () => {
  it.each(priors)('%s: of a known pose it is where the image of an object in that pose reads', (anglePrior) => {
    fc.assert(
      fc.property(poses, between(0.01, 1), between(0.01, 1), (given, shiftUnit, scaleUnit) => {
        const options = optionsOf({ anglePrior, shiftUnit, scaleUnit });
        const found = readingMap(knownValues(knownPose(given), options), undefined, options);
        expect(found?.shape).toEqual([given.length, 1, 6]);
        // In float32, angles up to 7 and shifts over scales up to 4.
        expectClose(found ?? [], given.map(objectMatrix).flat(), { tolerance: 2e-5 });
      }),
      { numRuns: 20 },
    );
  });

  it('an object is deformed first, then rotated counter-clockwise as seen, and then moved', () => {
    const options = optionsOf({});
    fc.assert(
      fc.property(
        poses,
        fc.tuple(between(-0.3, 0.3), between(-0.3, 0.3), between(-0.3, 0.3)),
        (given, [size, stretch, shear]) => {
          const deformed = exponential([size + stretch, shear, shear, size - stretch]);
          const [xx, xy, , yy] = inverse(deformed);
          const undo = tf.tile(tf.tensor3d([[[xx, xy, yy]]]), [given.length, 1, 1]);
          const found = readingMap(knownValues(knownPose(given), options), undo, options);
          expectClose(
            found ?? [],
            given.flatMap((pose) => mapByHand(pose, deformed)),
            { tolerance: 4e-5 },
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it('an upright object that is moved is read from where it went, and a larger one from nearer the middle', () => {
    const options = optionsOf({ shiftUnit: 0.5, scaleUnit: 1 });
    const read = (values: Readonly<Record<string, tf.Tensor>>): tf.Tensor =>
      readingMap(values, undefined, options) ?? tf.scalar(NaN);
    expectClose(read({ shift: tf.tensor2d([[1, -2]]) }), [1, 0, -0.5, 0, 1, 1]);
    expectClose(read({ scale: tf.tensor2d([[Math.LN2]]) }), [0.5, 0, 0, 0, 0.5, 0], { roundings: 2 });
    // A point to the right of the middle shows what was below it: the object was rotated counter-clockwise.
    expectClose(read({ angle: tf.tensor2d([[Math.PI / 2]]) }), [0, -1, 0, 1, 0, 0], { roundings: 2 });
  });

  it('batches of pose and deformation broadcast, such as classes on the left of the deformation alone', () => {
    const options = optionsOf({ anglePrior: 'projectedNormal' });
    const given = [
      { angle: 0.3, x: 0.1, y: 0, scale: 1.2 },
      { angle: -2, x: 0, y: -0.2, scale: 0.9 },
    ];
    const sizes = [1, 1.1, 1.3];
    const undo = tf.tensor4d(
      sizes.flatMap((size) => [1 / size, 0, 1 / size]),
      [3, 1, 1, 3],
    );
    const found = readingMap(knownValues(knownPose(given), options), undo, options);
    expect(found?.shape).toEqual([3, 2, 1, 6]);
    const expected = sizes.flatMap((size) => given.flatMap((pose) => mapByHand(pose, [size, 0, 0, size])));
    expectClose(found ?? [], expected, { tolerance: 4e-6 });
  });

  it.each(priors)('%s: gradients flow to every latent of the pose', (anglePrior) => {
    const options = optionsOf({ anglePrior });
    const towards = [0.5, -1, 2, 1.5, -0.7, 0.3];
    const values = { angle: anglePrior === 'normal' ? [0.4] : [0.8, 0.6], shift: [1, -2], scale: [1.5] };
    const named = Object.fromEntries(Object.entries(values).map(([name, row]) => [name, tf.tensor2d([row])]));
    const { gradients } = valueAndGradients(
      (at) => tf.sum(tf.mul(readingMap(at, undefined, options) ?? 0, [towards])),
      named,
    );
    const loss = ({ angle = [], shift = [], scale = [] }: Readonly<Record<string, readonly number[]>>): number => {
      const [a = NaN, b = NaN] = angle;
      const [cos, sin] = anglePrior === 'normal' ? [Math.cos(a), Math.sin(a)] : [a, b];
      const shrink = Math.exp(-options.scaleUnit * (scale[0] ?? NaN));
      const [x, y] = [options.shiftUnit * (shift[0] ?? NaN), options.shiftUnit * (shift[1] ?? NaN)];
      const map = [cos, -sin, -(cos * x - sin * y), sin, cos, -(sin * x + cos * y)];
      return map.reduce((sum, entry, i) => sum + shrink * entry * (towards[i] ?? NaN), 0);
    };
    for (const [name, slopes] of Object.entries(differences(loss, values)))
      expectClose(gradients[name] ?? [], slopes, { tolerance: 1e-5 });
  });

  it.each(priors)(
    '%s: in the frame of the object a shift comes after the rotation, and tells where the object lies',
    (anglePrior) => {
      fc.assert(
        fc.property(poses, between(0.01, 1), (given, shiftUnit) => {
          const options = optionsOf({ anglePrior, shiftUnit, scaleUnit: 1, shiftFrame: 'object', deformations: 0 });
          const values = {
            angle:
              anglePrior === 'normal'
                ? tf.tensor2d(given.map(({ angle }) => [angle]))
                : tf.tensor2d(given.map(({ angle }) => [Math.cos(angle), Math.sin(angle)])),
            shift: tf.tensor2d(given.map(({ x, y }) => [x / shiftUnit, y / shiftUnit])),
            scale: tf.tensor2d(given.map(({ scale }) => [Math.log(scale)])),
          };
          const maps = given.map(({ angle, x, y, scale }) => {
            const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
            return [cos, -sin, x, sin, cos, y] as const;
          });
          expectClose(readingMap(values, undefined, options) ?? [], maps.flat(), { tolerance: 2e-5 });
          // There the middle of the object's own picture is read.
          const places = placeOf(values, options)?.dataSync() ?? [];
          const read = maps.flatMap(([xx, xy, x0, yx, yy, y0], i) => {
            const [x = NaN, y = NaN] = places.slice(2 * i, 2 * i + 2);
            return [xx * x + xy * y + x0, yx * x + yy * y + y0];
          });
          expectClose(
            read,
            read.map(() => 0),
            { tolerance: 2e-5 },
          );
        }),
        { numRuns: 20 },
      );
    },
  );

  it('in the frame of the image a shift is the place, and a known one is none in the other frame', () => {
    const shift = tf.tensor2d([[1, -2]]);
    expectClose(placeOf({ shift }, optionsOf({ shiftUnit: 0.5 })) ?? [], [0.5, -1]);
    expect(placeOf({}, optionsOf({}))).toBeUndefined();
    const options = optionsOf({ shiftFrame: 'object', deformations: 0 });
    expect(Object.keys(knownValues(knownPose([{ angle: 1, x: 0, y: 1, scale: 2 }]), options))).toEqual([
      'angle',
      'scale',
    ]);
  });

  it('there is none of a model without a pose, and known poses are left out of what a model does not explain', () => {
    expect(readingMap({}, undefined, optionsOf({ invariances: [] }))).toBeUndefined();
    const pose = knownPose([{ angle: 1, x: 0, y: 1, scale: 2 }]);
    const namesFor = (invariances: readonly Invariance[]): string[] =>
      Object.keys(knownValues(pose, optionsOf({ invariances })));
    expect(namesFor(['translation', 'scale'])).toEqual(['shift', 'scale']);
    expect(namesFor(['rotation'])).toEqual(['angle']);
    expect(Object.keys(knownValues({}, optionsOf({})))).toEqual([]);
  });
});

const pose = (): KnownPose =>
  knownPose([
    { angle: 0.5, x: 0.1, y: -0.2, scale: 1.1 },
    { angle: -3, x: 0, y: 0.3, scale: 0.8 },
  ]);

function lossOf({ model, guide }: Autoencoder, params: Params, batch: Batch) {
  let estimate = { loss: NaN, gradients: {} as Readonly<Record<string, readonly number[]>> };
  // Where all classes are known, nothing is enumerated, of which the objective warns.
  warningsOf(() => {
    estimate = estimator(
      traceEnumElbo(),
      { model: () => model(batch), guide: () => guide(batch), args: [] },
      params,
    )(key(5));
  });
  return estimate;
}

describeEngines('known poses', () => {
  it.each(priors)('%s: the model observes them, and the guide has no site for them', (anglePrior) => {
    const model = ssrvae({ ...posed, classes: 2, invariances: allInvariances, anglePrior });
    const labelled = { ...labelledPair(2), pose: pose() };
    const batch = { unlabelled: images(3), labelled };
    const drawn = trace(seed(key(1), model.model))(batch);
    const angles =
      anglePrior === 'normal' ? [0.5, -3] : [0.5, -3].flatMap((angle) => [Math.cos(angle), Math.sin(angle)]);
    // Shifts and sizes count in tenths.
    const expected = { angle: angles, shift: [1, -2, 0, 3], scale: [10 * Math.log(1.1), 10 * Math.log(0.8)] };
    for (const [name, values] of Object.entries(expected)) {
      expectClose(siteValue(drawn, `labelled/${name}`), values, { tolerance: 1e-5 });
      expect(sampleSites(drawn).find((site) => site.name === `labelled/${name}`)?.observed).toBe(true);
    }
    const sites = sampleSites(trace(seed(key(1), model.guide))(batch));
    const latent = sites.filter(({ observed }) => !observed).map(({ name }) => name);
    // Nothing is known of unlabelled images.
    expect(latent.sort()).toEqual([
      'labelled/content',
      ...['angle', 'content', 'scale', 'shift', 'y'].map((name) => `unlabelled/${name}`),
    ]);
    const lessons = sites.filter(({ observed }) => observed).map(({ name }) => name);
    expect(lessons.sort()).toEqual(
      ['label', 'pose/angle', 'pose/scale', 'pose/shift'].map((name) => `labelled/${name}`),
    );
  });

  it('what is not given of a pose is inferred', () => {
    const model = ssrvae({ ...posed, classes: 2, invariances: allInvariances });
    const { angle } = pose();
    const labelled = { ...labelledPair(2), pose: { ...(angle && { angle }) } };
    const names = sampleSites(trace(seed(key(1), model.guide))({ labelled })).map(({ name }) => name);
    expect(names.sort()).toEqual(
      ['content', 'label', 'pose/angle', 'scale', 'shift'].map((name) => `labelled/${name}`),
    );
  });

  it.each(priors)('%s: add poseMultiplier × what they teach the encoder about image and label', (anglePrior) => {
    const make = (poseMultiplier: number): Autoencoder =>
      ssrvae({ ...posed, classes: 2, invariances: allInvariances, anglePrior, poseMultiplier });
    const model = make(1);
    const labelled = { ...labelledPair(2), pose: pose() };
    const params = paramsOf(model, { labelled });
    const [none, one, many] = [0, 1, 11].map((weight) => lossOf(make(weight), params, { labelled }).loss) as [
      number,
      number,
      number,
    ];
    const lesson = -lessonOf(model, params, labelled);
    expectClose([one - none, many - one], [lesson, 10 * lesson], { relative: 1e-4, tolerance: 2e-4 });
    const names = sampleSites(trace(seed(key(1), make(0).guide))({ labelled })).map(({ name }) => name);
    expect(names.filter((name) => name.includes('/pose/'))).toEqual([]);
  });

  it('do not move the decoder more than once: what they teach, only the encoder learns', () => {
    const make = (poseMultiplier: number): Autoencoder => ssrvae({ ...posed, classes: 2, poseMultiplier });
    const labelled = { ...labelledPair(2), pose: pose() };
    const params = paramsOf(make(1), { labelled });
    const [some, more] = [1, 30].map((weight) => lossOf(make(weight), params, { labelled }).gradients);
    for (const name of Object.keys(params)) {
      const differs = (some?.[name] ?? []).some((slope, i) => Math.abs(slope - (more?.[name]?.[i] ?? NaN)) > 1e-4);
      expect([name, differs]).toEqual([name, name.startsWith('encoder/')]);
    }
  });

  it('rvae: an image in a known pose is drawn in it', () => {
    const model = rvae({ ...posed, invariances: ['rotation'] });
    const { images: rows } = labelledPair(2);
    const { angle } = pose();
    const labelled = { images: rows, labels: tf.zeros<tf.Rank.R2>([2, 1]), pose: { ...(angle && { angle }) } };
    const params = paramsOf(model, { labelled });
    const names = sampleSites(trace(seed(key(1), model.guide))({ labelled })).map(({ name }) => name);
    expect(names.sort()).toEqual(['labelled/content', 'labelled/pose/angle']);
    const run = trace(seed(key(1), substituted(model.model, params)))({ labelled });
    expectClose(siteValue(run, 'labelled/angle'), [0.5, -3]);
  });
});

describeEngines('what a known value teaches', () => {
  const latentOf = (name: Latent['name'], anglePrior: (typeof priors)[number]): Latent => {
    const found = rvae({ ...posed, invariances: allInvariances, anglePrior }).latents.find(
      (latent) => latent.name === name,
    );
    if (found === undefined) throw new Error(`expected ${name}`);
    return found;
  };

  it.each(['angle', 'shift', 'scale', 'content'] as const)('%s on the line: log q of it, a normal density', (name) => {
    const latent = latentOf(name, 'normal');
    const least = leastSpread(latent);
    expect(least).toBeGreaterThan(0);
    expect(least).toBeLessThan(0.01);
    const width = latent.outputs / 2;
    const outputs = tf.tensor2d(
      Array.from({ length: 2 * latent.outputs }, (_, i) => Math.sin(3 * i)),
      [2, latent.outputs],
    );
    const value = tf.tensor2d(
      Array.from({ length: 2 * width }, (_, i) => Math.cos(2 * i)),
      [2, width],
    );
    const read = (tensor: tf.Tensor, row: number, from: number): number[] =>
      Array.from(tf.slice(tensor, [row, from], [1, width]).dataSync());
    const expected = [0, 1].map((row) =>
      read(outputs, row, 0).reduce((sum, loc, i) => {
        const scale = Math.log1p(Math.exp(read(outputs, row, width)[i] ?? NaN)) + least;
        const z = ((read(value, row, 0)[i] ?? NaN) - loc) / scale;
        return sum - 0.5 * z * z - Math.log(scale) - 0.5 * Math.log(2 * Math.PI);
      }, 0),
    );
    expectClose(latent.lesson(outputs, value), expected, { roundings: 32 });
    expectClose(latent.posterior(outputs).logProb(value), expected, { roundings: 32 });
  });

  it('an angle on the circle: log q for its concentration; for its direction its cosine, and that of twice the angle', () => {
    const latent = latentOf('angle', 'projectedNormal');
    // Four directions off by a step each, at two concentrations.
    const angles = [0, 0.5, 2, 3];
    const [value, count] = [tf.tile(tf.tensor2d([[1, 0]]), [8, 1]), 8];
    const outputs = tf.tensor2d(
      [-2, 1].flatMap((unsure) => angles.map((angle) => [3 * Math.cos(angle), 3 * Math.sin(angle), unsure])),
      [count, 3],
    );
    const more = tf.sub(latent.lesson(outputs, value), latent.posterior(outputs).logProb(value)).dataSync();
    const weight = (more[0] ?? NaN) / 1.125;
    expect(weight).toBeGreaterThan(0);
    expectClose(
      more,
      [...angles, ...angles].map((angle) => weight * (Math.cos(angle) + Math.cos(2 * angle) / 8)),
      { roundings: 64 },
    );
    const slopes = (f: (o: tf.Tensor) => tf.Tensor): number[][] =>
      tf
        .grad((o: tf.Tensor) => tf.sum(f(o)))(outputs)
        .arraySync() as number[][];
    const [taught, alone] = [slopes((o) => latent.lesson(o, value)), slopes((o) => latent.posterior(o).logProb(value))];
    for (let i = 0; i < count; i += 1) {
      expectClose(taught[i]?.[2] ?? NaN, alone[i]?.[2] ?? NaN, { tolerance: 1e-4 });
      // The cosine of an error falls with its sine, across an output of length 3.
      const angle = angles[i % 4] ?? NaN;
      const across = (weight * -(Math.sin(angle) + Math.sin(2 * angle) / 4)) / 3;
      expectClose(taught[i]?.slice(0, 2) ?? [], [-across * Math.sin(angle), across * Math.cos(angle)], {
        tolerance: 1e-4,
      });
    }
  });

  it('pairs of rotated images teach that both directions differ by as much, up to half a turn if need be', () => {
    const latent = latentOf('angle', 'projectedNormal');
    const rotatedBy = [0.3, 2, -1, 2.5];
    // Of the first pair both follow; those of the second differ by 0.7 once they are rotated back.
    const angles = [1.1 + 0.3, -0.4 + 2, 1.1 - 1, -0.4 + 2.5 + 0.7];
    const outputs = tf.tensor3d(angles.map((angle) => [[2 * Math.cos(angle), 2 * Math.sin(angle), 1]]));
    const lesson = Array.from(latent.pairLesson?.(outputs, tf.tensor1d(rotatedBy)).dataSync() ?? []);
    const off = Math.cos(0.7) + Math.cos(1.4) / 4;
    const unit = (lesson[0] ?? NaN) / 1.25;
    expect(unit).toBeGreaterThan(0);
    expectClose(lesson, [1.25 * unit, off * unit, 1.25 * unit, off * unit], { roundings: 64 });
  });

  it('objects that look the same after half a turn learn their axis, and others leave the wrong end of it', () => {
    const latent = latentOf('angle', 'projectedNormal');
    const slopeAt = (error: number, values: readonly number[]): number => {
      const taught = (angle: tf.Tensor): tf.Tensor => {
        const direction = tf.stack([tf.cos(angle), tf.sin(angle), tf.scalar(1)], -1);
        const lessons = values.map((angle) =>
          latent.lesson(direction, tf.tensor1d([Math.cos(angle), Math.sin(angle)])),
        );
        return tf.addN(lessons.map((lesson) => tf.sum(lesson)));
      };
      return tf.grad(taught)(tf.scalar(error)).dataSync()[0] ?? NaN;
    };
    const bothEnds = [0, Math.PI];
    // Towards the nearer end of the axis, on either side of the middle between both.
    expect(Math.sign(slopeAt(1, bothEnds))).toBe(-1);
    expect(Math.sign(slopeAt(2, bothEnds))).toBe(1);
    // Where one end is right, there is no place to stay near the other.
    for (const error of [0.5, 1.5, 2.5, 3.1]) expect(Math.sign(slopeAt(error, [0]))).toBe(-1);
  });

  it('an angle on the circle has a mode in the direction of the outputs, and is finite at none', () => {
    const latent = latentOf('angle', 'projectedNormal');
    const outputs = tf.tensor2d([-0.3, 0.4, 1], [1, 3]);
    expectClose(latent.centre(outputs), [-0.6, 0.8], { roundings: 8 });
    const at = (angle: number): number =>
      latent
        .posterior(outputs)
        .logProb(tf.tensor2d([[Math.cos(angle), Math.sin(angle)]]))
        .dataSync()[0] ?? NaN;
    const mode = Math.atan2(0.8, -0.6);
    for (const by of [-0.2, 0.2]) expect(at(mode)).toBeGreaterThan(at(mode + by));
    const none = tf.grad((o: tf.Tensor) => tf.sum(latent.lesson(o, tf.tensor2d([[1, 0]]))))(tf.zeros([1, 3]));
    expect(Array.from(none.dataSync()).every(Number.isFinite)).toBe(true);
  });
});

/** The sum over all images and latents of a known pose. */
function lessonOf(
  model: Autoencoder,
  params: Params,
  { images: rows, labels, pose: known }: NonNullable<Batch['labelled']>,
): number {
  let total = NaN;
  const values = knownValues(known ?? {}, model.options);
  // The encoder knows only its own parameters, of which `substitute` warns.
  warningsOf(() => {
    const outputs = substitute(params, () => encoderOutputs(model.options.encoder.features(rows), labels, model))();
    const terms = model.latents.flatMap((latent) => {
      const value = values[latent.name];
      return value === undefined ? [] : [tf.sum(latent.lesson(outputs(latent), tf.squeeze(value, [1])))];
    });
    total = tf.addN(terms).dataSync()[0] ?? NaN;
  });
  return total;
}

/** A program at parameters of which it may know only some. */
function substituted(program: Autoencoder['model'], params: Params): Autoencoder['model'] {
  return (batch) => {
    warningsOf(() => substitute(params, program)(batch));
  };
}
