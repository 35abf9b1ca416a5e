/** A value that JSON can hold without loss: no NaN, no infinity, no -0, no undefined. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** The state of a run at a step: what JSON can hold, and arrays of float32 by name. */
export interface Checkpoint {
  /** Has at least `step`, an integer >= 0, which names the file; the rest is the caller's. */
  readonly meta: { readonly step: number; readonly [name: string]: JsonValue };
  readonly tensors: Readonly<Record<string, TensorValue>>;
}

/** A tensor on the host: `values` in C order, as many as `shape` says. */
export interface TensorValue {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
