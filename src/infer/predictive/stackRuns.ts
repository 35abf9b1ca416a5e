import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, formatShape, sameShape } from '../../num/index.js';

/**
 * The values of several runs, by site, along a new leading dim.
 *
 * @throws ArgumentError if a site is not in every run, or has another shape in some
 */
export function stackRuns(runs: readonly Record<string, tf.Tensor>[]): Record<string, tf.Tensor> {
  const names = new Set(runs.flatMap((run) => Object.keys(run)));
  return Object.fromEntries([...names].map((name) => [name, stack(name, runs)]));
}

function stack(name: string, runs: readonly Record<string, tf.Tensor>[]): tf.Tensor {
  const values = runs.flatMap((run) => run[name] ?? []);
  const shapes = values.map((value) => value.shape);
  const other = shapes.find((shape) => !sameShape(shape, shapes[0] ?? []));
  if (values.length === runs.length && other === undefined) return tf.stack(values);
  throw new ArgumentError({
    where: `sample("${name}")`,
    expected: 'a site that every run has, of one shape',
    got:
      other === undefined
        ? `one that is in ${values.length} of ${runs.length} runs`
        : `shapes ${formatShape(shapes[0] ?? [])} and ${formatShape(other)}`,
    hint: 'returnSites without it',
  });
}
