import * as tf from '@tensorflow/tfjs-core';
import { CheckpointError, formatShape, sizeOf, type Shape } from '../num/index.js';
import type { Tensors } from './optim/index.js';
import type { Declaration } from './params.js';
import type { SviState } from './state.js';

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
  /** `param/<name>`, `<moment>/<name>` and `baseline/<site>`. */
  readonly tensors: Readonly<Record<string, StoredTensor>>;
}

const FORMAT_VERSION = 1;
const BASELINE = 'baseline/';

/** Copies a state to plain data, bit for bit. Reads all its tensors. */
export function storeState(state: SviState): StoredState {
  const { optimizer, declarations, key, step, plan } = state;
  const tensors = Object.entries(named(state)).map(([name, tensor]) => {
    return [name, { shape: [...tensor.shape], values: Float32Array.from(tensor.dataSync()) }] as const;
  });
  const means = Object.entries(state.baselines).map(([site, { shape, values }]) => {
    return [`${BASELINE}${site}`, { shape, values: values.slice() }] as const;
  });
  const { maxPlateNesting } = plan;
  const declared = Object.entries(declarations).map(
    ([name, { constraint, shape }]) => [name, { constraint, shape }] as const,
  );
  return {
    meta: {
      formatVersion: FORMAT_VERSION,
      declarations: Object.fromEntries(declared),
      count: optimizer.count,
      key,
      step,
      maxPlateNesting,
    },
    tensors: Object.fromEntries([...tensors, ...means]),
  };
}

/**
 * The state that was stored, checked against a fresh one of the same program and optimiser.
 *
 * @param fresh what `init` gives; borrowed
 * @returns a state that the caller owns
 * @throws CheckpointError if the version, a name, a shape or a constraint differs
 */
export function restoreState({ meta, tensors }: StoredState, fresh: SviState): SviState {
  if (meta.formatVersion !== FORMAT_VERSION) {
    throw new CheckpointError({
      where: 'checkpoint',
      expected: `format version ${FORMAT_VERSION}`,
      got: String(meta.formatVersion),
    });
  }
  checkDeclarations(meta.declarations, fresh.declarations);
  const isBaseline = ([name]: readonly [string, StoredTensor]): boolean => name.startsWith(BASELINE);
  const stored = Object.entries(tensors);
  checkTensors(Object.fromEntries(stored.filter((entry) => !isBaseline(entry))), named(fresh));
  const restored = (prefix: string, like: Tensors): Tensors =>
    Object.fromEntries(Object.keys(like).map((name) => [name, toTensor(tensors[`${prefix}/${name}`])]));
  const moments = Object.entries(fresh.optimizer.moments).map(
    ([moment, byName]) => [moment, restored(moment, byName)] as const,
  );
  return {
    params: restored('param', fresh.params),
    declarations: fresh.declarations,
    optimizer: { count: meta.count, moments: Object.fromEntries(moments) },
    key: meta.key,
    step: meta.step,
    plan: { maxPlateNesting: meta.maxPlateNesting },
    baselines: Object.fromEntries(stored.filter(isBaseline).map(([name, mean]) => [name.slice(BASELINE.length), mean])),
  };
}

/** All tensors of a state by the names they are stored under. */
function named({ params, optimizer }: SviState): Tensors {
  const groups = Object.entries({ ...optimizer.moments, param: params });
  return Object.fromEntries(
    groups.flatMap(([prefix, group]) => Object.entries(group).map(([name, tensor]) => [`${prefix}/${name}`, tensor])),
  );
}

function checkDeclarations(stored: SviState['declarations'], fresh: SviState['declarations']): void {
  const describe = (declaration: Declaration | undefined): string =>
    declaration === undefined ? 'none' : `${declaration.constraint} ${formatShape(declaration.shape)}`;
  for (const name of new Set([...Object.keys(stored), ...Object.keys(fresh)])) {
    const [expected, got] = [describe(fresh[name]), describe(stored[name])];
    if (expected !== got) throw new CheckpointError({ where: `checkpoint param "${name}"`, expected, got });
  }
}

/** Before any tensor is made, so that none is lost when one does not fit. */
function checkTensors(stored: StoredState['tensors'], fresh: Tensors): void {
  for (const name of new Set([...Object.keys(stored), ...Object.keys(fresh)])) {
    const [expected, got] = [shapeText(fresh[name]?.shape), storedText(stored[name])];
    const hint = 'the program and optimiser that made it';
    if (expected !== got) throw new CheckpointError({ where: `checkpoint tensor "${name}"`, expected, got, hint });
  }
}

function shapeText(shape: Shape | undefined): string {
  return shape === undefined ? 'no such tensor' : `shape ${formatShape(shape)}`;
}

/** The same text, where there are as many values as the shape says. */
function storedText(tensor: StoredTensor | undefined): string {
  const text = shapeText(tensor?.shape);
  if (tensor === undefined || tensor.values.length === sizeOf(tensor.shape)) return text;
  return `${text} with ${tensor.values.length} values`;
}

function toTensor(stored: StoredTensor | undefined): tf.Tensor {
  // `checkTensors` has seen all names. Copied, because an engine may keep the array it is given.
  const { values = new Float32Array(), shape = [0] } = stored ?? {};
  return tf.tensor(values.slice(), [...shape], 'float32');
}
