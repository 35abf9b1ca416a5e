/** A number measured more than once, such as with several seeds. */
export interface Spread {
  readonly mean: number;
  /** The standard deviation of one measurement (n - 1 in the denominator); null of fewer than two. */
  readonly deviation: number | null;
  readonly lowest: number;
  readonly highest: number;
}

/** Mean and spread of some numbers; NaN of none. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    deviation: values.length < 2 ? null : Math.sqrt(squares / (values.length - 1)),
    lowest: Math.min(...values),
    highest: Math.max(...values),
  };
}

/** In words: `0.981 ± 0.002`, or `0.981` of one measurement. */
export function formatSpread({ mean, deviation }: Spread, digits = 3): string {
  return deviation === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}
