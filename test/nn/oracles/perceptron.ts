/** Numbers by name, such as parameters: matrices row by row. */
export type Numbers = Readonly<Record<string, readonly number[]>>;

export const activations = {
  tanh: Math.tanh,
  leakyRelu: (x: number): number => (x > 0 ? x : 0.2 * x),
} as const;

export type OracleActivation = keyof typeof activations;

/** A perceptron on one row of numbers in parts, in float64: hidden layers `name/0`, `name/1`, … and a linear `name/out`. */
export function perceptron(
  name: string,
  parts: readonly (readonly number[])[],
  params: Numbers,
  activation: OracleActivation,
): number[] {
  let layer = parts;
  for (let i = 0; params[`${name}/${i}/bias`] !== undefined; i += 1) {
    layer = [affine(`${name}/${i}`, layer, params).map(activations[activation])];
  }
  return affine(`${name}/out`, layer, params);
}

/** bias + Σ part · kernel, with `name/kernel` of one part and `name/kernel/j` of more. */
export function affine(name: string, parts: readonly (readonly number[])[], params: Numbers): number[] {
  const bias = params[`${name}/bias`] ?? [];
  return bias.map((start, unit) =>
    parts.reduce((sum, part, j) => {
      const kernel = params[parts.length === 1 ? `${name}/kernel` : `${name}/kernel/${j}`] ?? [];
      return sum + part.reduce((total, x, i) => total + x * (kernel[i * bias.length + unit] ?? NaN), 0);
    }, start),
  );
}

/** The derivatives of a function of named numbers by each of them, as central differences in float64. */
export function differences(f: (named: Numbers) => number, at: Numbers, step = 1e-6): Numbers {
  const slopes = Object.entries(at).map(([name, values]) => {
    const moved = (i: number, by: number): number => f({ ...at, [name]: values.with(i, (values[i] ?? NaN) + by) });
    return [name, values.map((_, i) => (moved(i, step) - moved(i, -step)) / (2 * step))] as const;
  });
  return Object.fromEntries(slopes);
}
