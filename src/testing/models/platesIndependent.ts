import * as tf from '@tensorflow/tfjs-core';
import { logDensity, sampleSites } from '../../infer/index.js';
import { fold, type Key } from '../../num/index.js';
import {
  condition,
  handle,
  seed,
  trace,
  type Frame,
  type SampleMessage,
  type Site,
  type Trace,
} from '../../ppl/index.js';
import { firstProblem } from '../firstProblem.js';
import type { ModelLaw, ModelSubject } from './modelLaw.js';
import { knowing, lawKey, runsAt, startOf } from './modelRuns.js';

type SampleSite = Site<SampleMessage>;

// Of log densities that are recomputed from other values elsewhere in a batch.
const ROUNDING = 1e-5;

export const platesIndependent: ModelLaw = {
  name: 'platesIndependent',
  statement: 'in a plate, log densities at one index do not change with values at another',
  problem: (subject) => {
    const key = lawKey(subject, 'platesIndependent');
    const start = startOf(subject, key);
    const runs = runsAt(subject, start, key);
    const sides = ['guide', 'model'] as const;
    return firstProblem(
      sides.flatMap((side) => {
        const again = (values: Readonly<Record<string, tf.Tensor>>): Trace =>
          handle(knowing(start, start.params), () => trace(seed(fold(key, side), rerun(subject, side, values)))());
        return problemsOf(side, runs[side], again, key);
      }),
    );
  },
};

function rerun(
  subject: ModelSubject,
  side: 'guide' | 'model',
  values: Readonly<Record<string, tf.Tensor>>,
): () => unknown {
  return condition(values, () => subject[side](...subject.args));
}

type Again = (values: Readonly<Record<string, tf.Tensor>>) => Trace;

/** Moves each site at the first index of each of its plates, and looks at the other sites there. */
function problemsOf(side: string, run: Trace, again: Again, key: Key): (string | undefined)[] {
  const sites = sampleSites(run).filter(({ dist }) => dist.isFactor !== true);
  const values = Object.fromEntries(sites.map(({ name, value }) => [name, value]));
  return sites.flatMap((site) =>
    site.plates
      .filter(({ dim, size = 1 }) => dim !== undefined && size > 1)
      .map((frame) => {
        const other = again({ ...values, [site.name]: movedAtFirst(site, frame, fold(key, site.name)) });
        const found = sampleSites(run).find((one) => one.name !== site.name && isChanged(one, other, frame));
        if (found === undefined) return undefined;
        return `${side}: expected log densities of "${found.name}" at an index of plate "${frame.name}" to depend on "${site.name}" at that index only, got others that change with it. Try to move what looks across indices out of the plate`;
      }),
  );
}

/** The value of a site, drawn anew at the first index of a plate. */
function movedAtFirst({ dist, value }: SampleSite, { dim = -1 }: Frame, key: Key): tf.Tensor {
  const fresh = tf.cast(dist.sample(key), value.dtype);
  const axis = value.rank - dist.eventShape.length + dim;
  if (axis < 0 || (value.shape[axis] ?? 1) < 2 || fresh.rank !== value.rank) return value;
  const [from, size] = [value.shape.map(() => 0), value.shape.map(() => -1)];
  const head = tf.slice(
    fresh,
    from,
    size.map((all, i) => (i === axis ? 1 : all)),
  );
  const tail = tf.slice(
    value,
    from.map((zero, i) => (i === axis ? 1 : zero)),
    size,
  );
  return tf.concat([head, tail], axis);
}

/** Whether log densities differ behind the first index of a plate. */
function isChanged(site: SampleSite, other: Trace, { name, dim = -1 }: Frame): boolean {
  const partner = other.sites.get(site.name);
  if (partner?.type !== 'sample' || !site.plates.some((frame) => frame.name === name)) return false;
  const [before, after] = [site, partner].map((one) => behindFirst(logDensity(one), dim)) as [number[], number[]];
  return before.some((x, i) => {
    const y = after[i] ?? NaN;
    return !Object.is(x, y) && !(Math.abs(x - y) <= ROUNDING * Math.max(1, Math.abs(x)));
  });
}

function behindFirst(density: tf.Tensor, dim: number): number[] {
  const axis = density.rank + dim;
  if (axis < 0) return [];
  return [
    ...tf
      .slice(
        density,
        density.shape.map((_, i) => (i === axis ? 1 : 0)),
        density.shape.map(() => -1),
      )
      .dataSync(),
  ];
}
