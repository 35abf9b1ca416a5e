import * as tf from '@tensorflow/tfjs-core';
import { categorical, constraints, defineFamily, delta, normal, type Distribution } from '../dist/index.js';
import type { ProgramPair } from '../infer/index.js';
import { select } from '../num/index.js';
import { markov, mask, param, plate, sample, scale } from '../ppl/index.js';
import type { Tables } from './bruteForce.js';
import { lagOf } from './questions.js';
import type { SmallDensity, SmallPlate, SmallProgram, SmallSite } from './smallProgram.js';

export interface ProgramOptions {
  /** Whether the guide's choices are drawn, with score-function gradients, rather than summed over. Default: false. */
  readonly isDrawn?: boolean;
  /** How many independent copies run at once, in a plate around all. Default: none. */
  readonly copies?: number;
}

/**
 * The model and guide that a small program describes; the tables are the parameters `model <site>` and `guide <site>`, with
 * one row in front for each copy.
 */
export function programOf(program: SmallProgram, { isDrawn = false, copies }: ProgramOptions = {}): ProgramPair {
  const { sites, isMarkov } = program;
  const run = (side: 'model' | 'guide'): void => {
    const values = new Map<string, tf.Tensor>();
    const step = (site: SmallSite): void => {
      if (side === 'guide' && (site.kind === 'observed' || site.side === 'model')) return;
      values.set(
        site.name,
        inPlates(site.plates, () => statement(site, side, values, isDrawn)),
      );
    };
    if (isMarkov) markov(sites, step, { history: lagOf(program) });
    else sites.forEach(step);
  };
  const within = (body: () => void) => () =>
    copies === undefined ? body() : plate('copies', copies, body, { dim: -3 });
  return { model: within(() => run('model')), guide: within(() => run('guide')), args: [] };
}

/** The tables as tensors of their shapes, once for each copy; the caller owns them. */
export function tensorsOf({ sites }: SmallProgram, tables: Tables, copies?: number): Record<string, tf.Tensor> {
  const shapes = new Map<string, readonly number[]>();
  for (const { name, model, guide } of sites)
    shapes.set(`model ${name}`, model.shape).set(`guide ${name}`, guide.shape);
  const tensors = Object.entries(tables).map(([name, table]) => {
    const repeated = Array.from({ length: copies ?? 1 }, () => [...table]).flat();
    const shape = [...(copies === undefined ? [] : [copies]), ...(shapes.get(name) ?? [])];
    return [name, tf.tensor(repeated, shape)] as const;
  });
  return Object.fromEntries(tensors);
}

function inPlates<R>([first, ...others]: readonly SmallPlate[], body: () => R): R {
  if (first === undefined) return body();
  const { name, size, fullSize, dim } = first;
  const subsample = Array.from({ length: size }, (_, i) => fullSize - 1 - i);
  const options = size === fullSize ? { dim } : { dim, subsample };
  return plate(name, fullSize, () => inPlates(others, body), options);
}

function statement(
  site: SmallSite,
  side: 'model' | 'guide',
  values: ReadonlyMap<string, tf.Tensor>,
  isDrawn: boolean,
): tf.Tensor {
  const density = site[side];
  const isMarked = site.kind === 'choice' && (site.side === 'model' || !isDrawn);
  const scores = scoresOf(site, density, param(`${side} ${site.name}`), values);
  const act = (): tf.Tensor =>
    sample(site.name, distribution(site, side, scores), {
      ...(site.kind === 'observed' ? { obs: data(site) } : {}),
      ...(isMarked ? { infer: { enumerate: strategyOf(site), expand: site.isExpanded } } : {}),
    });
  return scale(density.scale, mask(density.mask === undefined ? true : overCells(density.mask, site, 'bool'), act))();
}

/** Logits [..., size at -2, size at -1, size]: the table's rows chosen by the parents' values. */
function scoresOf(
  site: SmallSite,
  density: SmallDensity,
  table: tf.Tensor,
  values: ReadonlyMap<string, tf.Tensor>,
): tf.Tensor {
  let row: tf.Tensor = tf.scalar(0);
  let shift: tf.Tensor = tf.scalar(0);
  for (const parent of density.parents) {
    const value = tf.cast(values.get(parent.name) ?? tf.scalar(NaN), 'float32');
    row = tf.add(tf.mul(row, parent.size), parent.kind === 'choice' ? tf.sub(value, parent.first) : 0);
    shift = tf.add(shift, parent.kind === 'point' ? value : 0);
  }
  const isRow = tf.equal(tf.expandDims(row, -1), tf.range(0, density.shape[2]));
  // Not by a product: a logit may be -Infinity.
  const chosen = tf.sum(select(tf.expandDims(isRow, -1), table, 0), -2);
  const slopes = site.kind === 'choice' ? tf.range(0, site.size * 0.5, 0.5) : tf.ones([1]);
  return tf.add(chosen, tf.mul(tf.expandDims(shift, -1), slopes));
}

function distribution(site: SmallSite, side: 'model' | 'guide', scores: tf.Tensor): Distribution {
  if (site.kind === 'choice')
    return site.size > 1 && site.first === 0 ? categorical({ logits: scores }) : choice(site, scores);
  const mean = tf.squeeze(scores, [-1]);
  return side === 'guide' ? delta({ value: mean }) : normal({ loc: mean, scale: 1 });
}

/** A choice among integers in a row. */
function choice({ first, size }: SmallSite, scores: tf.Tensor): Distribution {
  const values = (): tf.Tensor => tf.range(first, first + size);
  const isValue = (x: tf.Tensor): tf.Tensor => tf.equal(tf.expandDims(x, -1), values());
  return defineFamily({
    family: 'choice',
    params: { scores },
    parameterConstraints: { scores: constraints.independent(constraints.lessThan(Infinity), 1) },
    support: constraints.integerInterval(first, first + size - 1),
    hasRsample: false,
    draw: (key, shape) => {
      if (size === 1) return tf.fill([...shape], first);
      return tf.add(categorical({ logits: scores }).expand(shape).sample(key), first);
    },
    values,
    logDensity: (value) => tf.sum(select(isValue(value), tf.logSoftmax(scores), 0), -1),
  });
}

function strategyOf({ side, strategy }: SmallSite): 'parallel' | 'sequential' {
  return side === 'model' ? 'parallel' : strategy;
}

function data(site: SmallSite): tf.Tensor {
  const count = site.plates.reduce((product, { size }) => product * size, 1);
  return overCells(
    Array.from({ length: count }, (_, i) => site.datum + i),
    site,
    'float32',
  );
}

function overCells(
  numbers: readonly (number | boolean)[],
  { plates }: SmallSite,
  dtype: 'bool' | 'float32',
): tf.Tensor {
  const extent = (dim: number): number => plates.find((plate) => plate.dim === dim)?.size ?? 1;
  return tf.tensor(numbers.map(Number), [extent(-2), extent(-1)], dtype);
}
