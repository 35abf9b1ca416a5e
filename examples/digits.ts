/*
 * A semi-supervised variational autoencoder (model M2) on 8 × 8 digits: 1,497 images, of which 100 have a label. The class of
 * the others is summed out.
 *
 *   node examples/run.js digits
 *
 * Model: Kingma, Rezende, Mohamed and Welling 2014, "Semi-supervised learning with deep generative models".
 */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { deterministic, dist, key, param, plate, sample, scale, subsample, uniform } from 'kiln-ppl';
import { adam, predictive, svi, traceEnumElbo, type Svi } from 'kiln-ppl/infer';

const COUNT = 1797;
const PIXELS = 64;
const CLASSES = 10;
const STYLES = 6;
const HIDDEN = 48;
const NUM_LABELLED = 100;
const NUM_TEST = 300;

/** Images [count, 64] with grey values from 0 to 1, and their classes as one-hot rows [count, 10]. */
export interface Digits {
  readonly images: tf.Tensor2D;
  readonly classes: tf.Tensor2D;
}

/** Class and style make an image. Half of the program is there twice: for images without and with a label. */
export function model(unlabelled: tf.Tensor2D, labelled: Digits): void {
  const uniformClass = dist.oneHotCategorical({ logits: tf.zeros([CLASSES]) });
  batch(() => {
    const y = sample('y', uniformClass);
    const z = sample('z', dist.normal({ loc: tf.zeros([STYLES]), scale: 1 }).toEvent(1));
    sample('x', decode(y, z), { obs: subsample(unlabelled, { eventDim: 1 }) });
  }, unlabelled);
  plate('labelled', NUM_LABELLED, () => {
    const { images, classes } = labelled;
    const y = sample('labelled y', uniformClass, { obs: classes });
    const z = sample('labelled z', dist.normal({ loc: tf.zeros([STYLES]), scale: 1 }).toEvent(1));
    sample('labelled x', decode(y, z), { obs: images });
    // The classifier belongs to the guide, which is not asked about known classes: so it learns from them here.
    scale(20, () => sample('label', classify(images), { obs: classes }))();
  });
}

export function guide(unlabelled: tf.Tensor2D, labelled: Digits): void {
  batch(() => {
    const images = subsample(unlabelled, { eventDim: 1 });
    const y = sample('y', classify(images), { infer: { enumerate: 'parallel' } });
    sample('z', encode(images, y));
  }, unlabelled);
  plate('labelled', NUM_LABELLED, () => {
    sample('labelled z', encode(labelled.images, labelled.classes));
  });
}

/** 50 of the images, drawn anew in each step; their densities stand for those of all. */
function batch(body: () => void, images: tf.Tensor2D): void {
  plate('unlabelled', images.shape[0], body, { subsampleSize: 50 });
}

/** p(image | class, style) */
function decode(y: tf.Tensor, z: tf.Tensor): dist.Distribution {
  const hidden = tf.tanh(tf.add(dense('decode/y', y, HIDDEN), dense('decode/z', z, HIDDEN)));
  return dist.bernoulli({ logits: dense('decode/x', hidden, PIXELS), allowGrey: true }).toEvent(1);
}

/** q(class | image) */
function classify(images: tf.Tensor): dist.Distribution {
  return dist.oneHotCategorical({ logits: dense('classify/y', tf.tanh(dense('classify/x', images, HIDDEN)), CLASSES) });
}

/** q(style | image, class) */
function encode(images: tf.Tensor, y: tf.Tensor): dist.Distribution {
  const hidden = tf.tanh(tf.add(dense('encode/x', images, HIDDEN), dense('encode/y', y, HIDDEN)));
  const width = tf.softplus(dense('encode/scale', hidden, STYLES));
  return dist.normal({ loc: dense('encode/loc', hidden, STYLES), scale: width }).toEvent(1);
}

/** A layer whose parameters belong to its name. */
function dense(name: string, x: tf.Tensor, units: number): tf.Tensor {
  const width = x.shape[x.rank - 1] ?? 1;
  const kernel = param(`${name}/kernel`, (at) =>
    tf.div(tf.sub(uniform(at, [width, units]), 0.5), Math.sqrt(width) / 2),
  );
  const product = tf.matMul(tf.reshape(x, [-1, width]), kernel);
  return tf.add(
    tf.reshape(product, [...x.shape.slice(0, -1), units]),
    param(`${name}/bias`, () => tf.zeros([units])),
  );
}

export function inference(): Svi<Parameters<typeof model>> {
  return svi({ model, guide, optimizer: adam({ learningRate: 0.02 }), elbo: traceEnumElbo() });
}

export function data(): [unlabelled: tf.Tensor2D, labelled: Digits] {
  return [digits(NUM_LABELLED, COUNT - NUM_TEST).images, digits(0, NUM_LABELLED)];
}

/** The digits from `start` on, before `end`. */
function digits(start: number, end: number): Digits {
  const file = readFileSync(new URL('data/digits.npy', import.meta.url));
  // Behind a header of 128 bytes: rows of 64 grey values from 0 to 16, and the class.
  const all = tf.tensor2d(file.subarray(128), [COUNT, PIXELS + 1], 'int32');
  const rows = tf.slice(all, [start, 0], [end - start, -1]);
  const [values, labels] = tf.split(rows, [PIXELS, 1], 1) as [tf.Tensor2D, tf.Tensor2D];
  return {
    images: tf.div(values, 16),
    classes: tf.cast(tf.oneHot(tf.squeeze(labels), CLASSES), 'float32') as tf.Tensor2D,
  };
}

/** What to ask of the trained networks: the classes of images, and an image of each class. */
function questions(images: tf.Tensor2D): void {
  deterministic('classes', classify(images).mean());
  deterministic('prototypes', decode(tf.eye(CLASSES), tf.zeros([CLASSES, STYLES])).mean());
}

export interface Answer {
  /** The share of 300 test images whose class is found. */
  readonly accuracy: number;
  /** One image of each class, [10 × 64] grey values. */
  readonly prototypes: Float32Array;
}

export function run(numSteps = 150): Answer {
  const { init, step, params } = inference();
  const args = data();
  let state = init(key(0), ...args);
  for (let i = 0; i < numSteps; i += 1) state = step(state, ...args).state;

  const test = digits(COUNT - NUM_TEST, COUNT);
  const answers = predictive(questions, { params: params(state), numSamples: 1 })(key(1), test.images);
  const guessed = tf.argMax(tf.reshape(answers['classes'] ?? [], [NUM_TEST, CLASSES]), 1);
  const accuracy = tf.mean(tf.cast(tf.equal(guessed, tf.argMax(test.classes, 1)), 'float32')).dataSync()[0] ?? NaN;
  const prototypes = Float32Array.from(answers['prototypes']?.dataSync() ?? []);

  console.log(`${(100 * accuracy).toFixed(1)} % of ${NUM_TEST} test images right, from ${NUM_LABELLED} labels`);
  for (let row = 0; row < 8; row += 1) console.log(Array.from({ length: CLASSES }, (_, k) => inked(k, row)).join(' '));
  return { accuracy, prototypes };

  function inked(digit: number, row: number): string {
    const greys = prototypes.subarray(digit * PIXELS + row * 8, digit * PIXELS + (row + 1) * 8);
    return Array.from(greys, (grey) => ' .:*#'[Math.min(4, Math.floor(5 * grey))]).join('');
  }
}
