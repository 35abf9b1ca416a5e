import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from './stopGradient.js';
import type { TapeNode } from './tape.js';

/** The part of the engine that keeps tensors for the backward pass. Its types hide it; package.json pins the version. */
interface Saver {
  readonly state: { readonly gradientDepth: number; readonly activeTape: TapeNode[] | null };
  saveTensorsForBackwardMode(tensors: readonly tf.Tensor[]): tf.Tensor[];
  addTapeNode(...node: unknown[]): void;
  keep(tensor: tf.Tensor): tf.Tensor;
  /** A copy that is recorded even within a kernel. */
  clone(tensor: tf.Tensor): tf.Tensor;
}

/**
 * Makes operations keep their tensors for the backward pass by a second handle on the same data, where TensorFlow.js runs a
 * kernel for each: about every fourth of a small model.
 */
export function saveByReference(): void {
  const engine = saver();
  engine.saveTensorsForBackwardMode = (tensors) =>
    // Second derivatives go through what was saved, so that it must be on the tape.
    tensors.map((tensor) => engine.keep(engine.state.gradientDepth > 1 ? engine.clone(tensor) : stopGradient(tensor)));
}

/**
 * Has second derivatives go through results that were saved. A copy of one is recorded before the operation that made it, so that no path
 * seems to lead to it, and the second derivative of exp would be 0: the operation is moved ahead of such copies.
 */
export function recordSavedResults(): void {
  const engine = saver();
  const addTapeNode = engine.addTapeNode.bind(engine);
  engine.addTapeNode = (...args) => {
    addTapeNode(...args);
    const { gradientDepth, activeTape: tape } = engine.state;
    if (gradientDepth < 2 || tape === null) return;
    const made = new Set(tape.at(-1)?.outputs.map(({ id }) => id));
    const isCopy = (node: TapeNode | undefined): boolean =>
      Object.values(node?.inputs ?? {}).some(({ id }) => made.has(id));
    const place = tape.findIndex(isCopy);
    if (place >= 0) tape.splice(place, 0, ...tape.splice(-1));
  };
}

/** What tf.clone gives, without a kernel where nothing is recorded. */
export function alias<T extends tf.Tensor>(tensor: T): T {
  return saver().state.gradientDepth > 0 ? tf.clone(tensor) : stopGradient(tensor);
}

function saver(): Saver {
  return tf.engine() as unknown as Saver;
}
