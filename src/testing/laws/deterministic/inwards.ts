// Slopes at an end of a set, from one side.

const STEPS = [0.05, 0.01, 0.002];
const DEVIATIONS = 8;
const SHARE = 0.02;
const CONVERGED = 0.1;

/** How far inwards a function is looked at, in units of the set: at the end itself, and at each step once and twice. */
export const inwards: readonly number[] = [0, ...STEPS.flatMap((step) => [step, 2 * step])];

/**
 * What differences of second order from one side say of a slope, where they contradict a claim: two neighbouring steps must
 * agree with each other and not with it.
 *
 * @param values the function at each of `inwards`
 * @param claim what the gradient says of its slope inwards
 */
export function contradictedInwards(
  values: readonly number[],
  claim: number,
): { readonly expected: number; readonly got: number } | undefined {
  if (!values.every(Number.isFinite)) return undefined;
  const rounding = 2 ** -23 * values.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  const slopes = STEPS.map((step, level) => {
    const [here = NaN, once = NaN, twice = NaN] = [values[0], values[1 + 2 * level], values[2 + 2 * level]];
    return { slope: (4 * once - 3 * here - twice) / (2 * step), noise: (DEVIATIONS * rounding) / step };
  });
  for (const [level, coarse] of slopes.slice(0, -1).entries()) {
    const fine = slopes[level + 1] ?? coarse;
    const size = Math.max(Math.abs(coarse.slope), Math.abs(fine.slope));
    const [apart, noise] = [Math.abs(coarse.slope - fine.slope), coarse.noise + fine.noise];
    if (apart > CONVERGED * size + noise) continue;
    const allowed = SHARE * Math.max(size, Math.min(Math.abs(claim), 2 * size)) + 2 * apart + noise;
    if (!(Math.abs(fine.slope - claim) <= allowed)) return { expected: fine.slope, got: claim };
  }
  return undefined;
}
