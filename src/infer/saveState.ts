import * as tf from '@tensorflow/tfjs-core';
import { CheckpointError, formatShape, sameShape } from '../num/index.js';
import type { Declaration } from './params.js';
import type { SviState } from './svi.js';

/** A tensor on the host, in C order. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A state as plain data: what JSON can hold, and arrays. */
export interface StoredState {
  readonly meta: {
    readonly formatVersion: number;
    readonly declarations: Readonly<Record<string, Declaration>>;
    readonly count: number;
    readonly key: readonly [number, number];
    readonly step: number;
    readonly maxPlateNesting: number;
  };
  /** `param/<name>` and `<moment>/<name>`. */
  readonly tensors: Readonly<Record<string, StoredTensor>>;
}

const FORMAT_VERSION = 1;

/** Copies a state to plain data, bit for bit. Reads all its tensors. */
export function storeState({ params, optimizer, declarations, key, step, plan }: SviState): StoredState {
  const tensors = Object.fromEntries([
    ...entries('param', params),
    ...Object.entries(optimizer.moments).flatMap(([moment, byName]) => entries(moment, byName)),
  ]);
  const { maxPlateNesting } = plan;
  return { meta: { formatVersion: FORMAT_VERSION, declarations, count: optimizer.count, key, step, maxPlateNesting }, tensors };
}

/**
 * The state that was stored, checked against a fresh one of the same program.
 *
 * @param fresh what `init` gives; borrowed
 * @throws CheckpointError if the version, a name, a shape or a constraint differs
 */
export function restoreState({ meta, tensors }: StoredState, fresh: SviState): SviState {
  if (meta.formatVersion !== FORMAT_VERSION) {
    throw new CheckpointError({ where: 'checkpoint', expected: `format version ${FORMAT_VERSION}`, got: String(meta.formatVersion) });
  }
  checkDeclarations(meta.declarations, fresh.declarations);
  const restored = (prefix: string, like: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> =>
    Object.fromEntries(Object.entries(like).map(([name, tensor]) => [name, read(tensors, `${prefix}/${name}`, tensor.shape)]));
  const moments = Object.entries(fresh.optimizer.moments).map(([moment, byName]) => [moment, restored(moment, byName)] as const);
  return {
    params: restored('param', fresh.params),
    declarations: fresh.declarations,
    optimizer: { count: meta.count, moments: Object.fromEntries(moments) },
    key: meta.key,
    step: meta.step,
    plan: { maxPlateNesting: meta.maxPlateNesting },
  };
}

function entries(prefix: string, tensors: Readonly<Record<string, tf.Tensor>>): [string, StoredTensor][] {
  return Object.entries(tensors).map(([name, tensor]) => [
    `${prefix}/${name}`,
    { shape: [...tensor.shape], values: Float32Array.from(tensor.dataSync()) },
  ]);
}

function read(tensors: StoredState['tensors'], name: string, shape: readonly number[]): tf.Tensor {
  const stored = tensors[name];
  if (stored !== undefined && sameShape(stored.shape, shape)) return tf.tensor(stored.values, [...shape], 'float32');
  const got = stored === undefined ? 'none' : formatShape(stored.shape);
  throw new CheckpointError({ where: `checkpoint tensor "${name}"`, expected: `shape ${formatShape(shape)}`, got });
}

function checkDeclarations(stored: SviState['declarations'], fresh: SviState['declarations']): void {
  const describe = (declaration: Declaration | undefined): string =>
    declaration === undefined ? 'none' : `${declaration.constraint} ${formatShape(declaration.shape)}`;
  for (const name of new Set([...Object.keys(stored), ...Object.keys(fresh)])) {
    const [expected, got] = [describe(fresh[name]), describe(stored[name])];
    if (expected !== got) throw new CheckpointError({ where: `checkpoint param "${name}"`, expected, got });
  }
}
