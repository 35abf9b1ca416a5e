import * as tf from '@tensorflow/tfjs-core';

/** One recorded operation: what it read, made and saved, and how gradients of its outputs become gradients of its inputs. */
export interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
  readonly saved: readonly tf.Tensor[];
  readonly gradient?: (outputGradients: (tf.Tensor | null)[]) => Record<string, () => tf.Tensor>;
}

/** What a body returned or threw, and the operations that it ran. The receiver disposes what these saved. */
export interface Recording {
  readonly outcome: { readonly value: tf.Tensor } | { readonly error: unknown };
  readonly tape: readonly TapeNode[];
}

/** The part of the engine's state that gradients live in. Its types hide it; package.json pins the version it is from. */
interface RecorderState {
  activeTape: TapeNode[] | null;
  gradientDepth: number;
  kernelDepth: number;
}

/** Whether operations called at this moment are recorded. */
export function isRecording(): boolean {
  const { gradientDepth, kernelDepth } = recorder().state;
  return gradientDepth > 0 && kernelDepth === 0;
}

/**
 * Runs `body` in a scope of its own and records its operations on a tape of its own.
 *
 * Whatever else is going on, a kernel or another backward pass, is put aside and found again afterwards, so that this
 * works within the functions of tf.customGrad, where tf.grad does not.
 */
export function record(body: () => tf.Tensor): Recording {
  const { state } = recorder();
  const outer = { activeTape: state.activeTape, gradientDepth: state.gradientDepth, kernelDepth: state.kernelDepth };
  const tape: TapeNode[] = [];
  Object.assign(state, { activeTape: tape, gradientDepth: 1, kernelDepth: 0 });
  const outcome = attempt(() => tf.tidy(body));
  Object.assign(state, outer);
  return { outcome, tape };
}

/** A number above the ids of all tensors made so far, and below the ids of all later ones. */
export function tensorMark(): number {
  return recorder().nextTensorId();
}

/** Frees what operations saved for a backward pass that needs it no more; what is freed already stays so. */
export function disposeSaved(nodes: Iterable<TapeNode>): void {
  for (const { saved } of nodes) tf.dispose([...saved]);
}

function recorder(): { readonly state: RecorderState; nextTensorId(): number } {
  return tf.engine() as unknown as ReturnType<typeof recorder>;
}

function attempt(body: () => tf.Tensor): Recording['outcome'] {
  try {
    return { value: body() };
  } catch (error) {
    return { error };
  }
}
