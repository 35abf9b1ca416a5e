import { median } from './median.js';

// Slopes of float32 functions along a path, in float64, with an honest account of how well each is known.

/** The steps tried, in units of the path, and the places of one estimate of fourth order in units of its step. */
const steps = [0.1, 0.02, 0.004];
const places = [-2, -1, 0, 1, 2];
const slopeWeights = [1 / 12, -8 / 12, 0, 8 / 12, -1 / 12];
const thirdWeights = [-1, 2, 0, -2, 1];
const fourthWeights = [1, -4, 6, -4, 1];

// How many standard deviations of the rounding are allowed for.
const DEVIATIONS = 8;
// By default, the share by which a slope may differ beyond what is known of it.
const SHARE = 0.005;
// The least rounding: what is 0 all along may have come from larger numbers.
const LEAST = 2 ** -40;
// By what share slopes at neighbouring steps may differ if the steps are short enough at all.
const CONVERGED = 0.1;

/** Where to evaluate along a path: `steps` times `places`. */
export const offsets: readonly number[] = steps.flatMap((step) => places.map((place) => place * step));

/** What a gradient says of a slope: the sum of its products with the movement, and the sum of their magnitudes. */
export interface Claim {
  readonly slope: number;
  readonly size: number;
}

/** What finite differences say of a slope that contradicts a gradient. */
export interface Contradiction {
  readonly expected: number;
  readonly got: number;
}

/** In words: `expected a slope of 0.5, got a gradient of NaN`. */
export function contradictionText({ expected, got }: Contradiction): string {
  return `expected a slope of ${expected}, got ${Number.isNaN(got) ? 'a gradient of NaN' : got}`;
}

/**
 * Compares a gradient's claims with finite differences; undefined unless they contradict it beyond doubt.
 *
 * @param values the function at each of `offsets` along each of several paths: [offset][path]
 * @param claims the slopes along each path that the gradient claims, measured with the same differences: [step][path]
 * @param share by which a slope may differ beyond what is known of it
 */
export function contradicted(
  values: readonly ArrayLike<number>[],
  claims: readonly (readonly Claim[])[],
  share: number = SHARE,
): (Contradiction & { readonly path: number }) | undefined {
  const numPaths = values[0]?.length ?? 0;
  const columns = Array.from({ length: numPaths }, (_, path) => values.map((row) => row[path] ?? NaN));
  const shared = median(columns.map(roundingOf).filter(Number.isFinite)) ?? 0;
  for (let path = 0; path < numPaths; path++) {
    const found = contradictedAlong(
      columns[path] ?? [],
      claims.map((row) => row[path] ?? unknown),
      shared,
      share,
    );
    if (found !== undefined) return { ...found, path };
  }
  return undefined;
}

/** The slope of each path at each step: [step][path] from [offset][path]. */
export function slopesOf(values: readonly ArrayLike<number>[]): number[][] {
  const numPaths = values[0]?.length ?? 0;
  return steps.map((_, level) =>
    Array.from({ length: numPaths }, (_unused, path) =>
      slopeAt(
        values.map((row) => row[path] ?? NaN),
        level,
      ),
    ),
  );
}

const unknown: Claim = { slope: NaN, size: NaN };

/** A verdict needs two neighbouring steps that agree with each other, without a kink, and not with the claim. */
function contradictedAlong(
  column: readonly number[],
  claims: readonly Claim[],
  shared: number,
  share: number,
): Contradiction | undefined {
  // Also at a kink, where a gradient may be any slope between those to the two sides.
  if (claims.every(({ slope }) => Number.isNaN(slope)) && column.every(Number.isFinite))
    return { expected: slopeAt(column, 0), got: NaN };
  const rounding = Math.max(shared, roundingOf(column), Math.abs(column[2] ?? 0) * 2 ** -23, LEAST);
  for (let level = 0; level + 1 < steps.length; level++) {
    const [coarse, fine] = [slopeAt(column, level), slopeAt(column, level + 1)];
    const noise = (at: number): number => (DEVIATIONS * rounding) / (steps[at] ?? 1);
    const { slope: claim, size: claimSize } = claims[level] ?? unknown;
    const rounded = noise(level) + noise(level + 1);
    const measured = Math.max(Math.abs(coarse), Math.abs(fine));
    const size = Math.max(measured, Number.isFinite(claimSize) ? claimSize : 0);
    const isSettled = Math.abs(coarse - fine) <= CONVERGED * measured + rounded;
    if (!isSettled || hasKink(column, level, noise(level + 1) + share * size)) continue;
    const allowed = share * size + 2 * Math.abs(coarse - fine) + rounded;
    if (!(Math.abs(coarse - claim) <= allowed)) return { expected: coarse, got: claim };
  }
  return undefined;
}

/** The difference of the slopes to the two sides shrinks with the step, but not at a kink. */
function hasKink(column: readonly number[], level: number, negligible: number): boolean {
  const [coarse, fine] = [level, level + 1].map((at) => {
    const [, before = NaN, here = NaN, after = NaN] = window(column, at);
    return Math.abs(after - 2 * here + before) / (steps[at] ?? 1);
  });
  return (fine ?? NaN) > negligible && (fine ?? NaN) > 0.5 * (coarse ?? NaN);
}

function slopeAt(column: readonly number[], level: number): number {
  return dot(window(column, level), slopeWeights) / (steps[level] ?? 1);
}

/** The standard deviation of the rounding, from differences at the finer steps that are next to 0 for a smooth function. */
function roundingOf(column: readonly number[]): number {
  const [finer, finest] = [window(column, steps.length - 2), window(column, steps.length - 1)];
  const third = (at: readonly number[]): number => Math.abs(dot(at, thirdWeights)) / Math.sqrt(10);
  const fourth = (at: readonly number[]): number => Math.abs(dot(at, fourthWeights)) / Math.sqrt(70);
  return Math.max(third(finest), fourth(finest), fourth(finer));
}

function window(column: readonly number[], level: number): number[] {
  return column.slice(level * places.length, (level + 1) * places.length);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + (b[i] === 0 ? 0 : x * (b[i] ?? 0)), 0);
}
