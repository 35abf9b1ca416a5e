import * as tf from '@tensorflow/tfjs-core';
import { EstimatorError, ShapeError } from './errors.js';
import { alias } from './saving.js';
import { formatShape, sameShape } from './shape.js';
import { type TapeNode, disposeSaved, tensorMark } from './tape.js';

/**
 * The gradients of the scalar `y` with respect to `xs`, by tensor id; one without a path to `y` is missing.
 *
 * The engine's own backward pass frees everything at its end. This one frees what an operation saved, and the gradients
 * of its outputs, as soon as it is done with that operation, which about halves the memory at the peak.
 *
 * @param tape the operations in the order they ran; what they saved is disposed, also after an exception
 */
export function backpropagate(
  tape: readonly TapeNode[],
  xs: readonly tf.Tensor[],
  y: tf.Tensor,
): Map<number, tf.Tensor> {
  const dependent = dependentTensors(tape, xs);
  const path = pathTo(y, tape, dependent);
  const gradients = new Map<number, tf.Tensor>([[y.id, tf.ones([])]]);
  const wanted = new Set(xs.map((x) => x.id));
  try {
    disposeSaved(tape.filter((node) => !path.has(node)));
    for (const node of [...path]) {
      stepBack(node, dependent, gradients);
      disposeSaved([node]);
      for (const { id } of node.outputs) {
        if (!wanted.has(id)) gradients.get(id)?.dispose();
      }
    }
  } finally {
    disposeSaved(tape);
  }
  return gradients;
}

/** The ids of `xs` and of all tensors made from them. */
function dependentTensors(tape: readonly TapeNode[], xs: readonly tf.Tensor[]): Set<number> {
  const ids = new Set(xs.map((x) => x.id));
  for (const { inputs, outputs } of tape) {
    if (Object.values(inputs).some((input) => ids.has(input.id))) outputs.forEach((output) => ids.add(output.id));
  }
  return ids;
}

/** The operations through which `y` depends on the dependent tensors, the last one first. */
function pathTo(y: tf.Tensor, tape: readonly TapeNode[], dependent: ReadonlySet<number>): Set<TapeNode> {
  const leading = new Set([y.id]);
  const path = new Set<TapeNode>();
  for (const node of tape.toReversed()) {
    if (!node.outputs.some(({ id }) => leading.has(id) && dependent.has(id))) continue;
    path.add(node);
    for (const { id } of Object.values(node.inputs)) leading.add(id);
  }
  return path;
}

/** Adds the gradients of one operation's inputs to those found so far. */
function stepBack(node: TapeNode, dependent: ReadonlySet<number>, gradients: Map<number, tf.Tensor>): void {
  const inputs = Object.entries(node.inputs).filter(([, { id }]) => dependent.has(id));
  const parts = tf.tidy(() => inputGradients(node, inputs, gradients));
  for (const [i, [, { id }]] of inputs.entries()) {
    const [part, sum] = [parts[i], gradients.get(id)];
    if (part === undefined) continue;
    gradients.set(id, sum === undefined ? part : tf.add(sum, part));
    if (sum !== undefined) tf.dispose([sum, part]);
  }
}

type NamedInput = readonly [name: string, input: tf.Tensor];

function inputGradients(
  node: TapeNode,
  inputs: readonly NamedInput[],
  gradients: ReadonlyMap<number, tf.Tensor>,
): tf.Tensor[] {
  const { gradient, outputs, kernelName } = node;
  if (gradient === undefined) throw withoutGradient(kernelName);
  const mark = tensorMark();
  const byName = gradient(outputs.map(({ id }) => gradients.get(id) ?? null));
  const results = inputs.map(([name, input]) => {
    const result = byName[name]?.();
    if (result === undefined) throw withoutGradient(`${kernelName}, input ${name},`);
    if (!sameShape(result.shape, input.shape)) throw misshapen(node, name, result, input);
    return result;
  });
  // Each result is disposed later on its own account: one that is older, or comes twice, gets an identity of its own.
  return results.map((result, i) => (result.id < mark || results.indexOf(result) < i ? alias(result) : result));
}

function withoutGradient(got: string): EstimatorError {
  const hint = 'stopGradient on its input, or an equivalent of other operations';
  return new EstimatorError({ where: 'gradient', expected: 'operations with a gradient', got: `${got} without`, hint });
}

function misshapen({ kernelName }: TapeNode, name: string, result: tf.Tensor, input: tf.Tensor): ShapeError {
  return new ShapeError({
    where: `gradient of ${kernelName}`,
    expected: `shape ${formatShape(input.shape)} for input ${name}`,
    got: formatShape(result.shape),
  });
}
