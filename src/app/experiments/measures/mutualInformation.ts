import { ranks } from './rankCorrelation.js';

/** Bins of equal counts for each variable. */
const BINS = 10;

/**
 * The mutual information of two variables in nats, by counts in 10 × 10 bins of equal shares of each: 0 if they are independent,
 * but for a bias of about 81 / (2 n); log(10) if they determine each other.
 */
export function mutualInformation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [binsX, binsY] = [binned(x), binned(y)];
  const counts = new Float64Array(BINS * BINS);
  binsX.forEach((bin, i) => {
    const cell = bin * BINS + (binsY[i] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  });
  const rows = Array.from({ length: BINS }, (_, i) =>
    sum(counts.filter((_count, cell) => Math.floor(cell / BINS) === i)),
  );
  const columns = Array.from({ length: BINS }, (_, j) => sum(counts.filter((_count, cell) => cell % BINS === j)));
  return counts.reduce((total, count, cell) => {
    if (count === 0) return total;
    const expected = ((rows[Math.floor(cell / BINS)] ?? 0) * (columns[cell % BINS] ?? 0)) / x.length;
    return total + (count / x.length) * Math.log(count / expected);
  }, 0);
}

/**
 * The mutual information gap: how much more the most informative latent says of a factor than the second, as a share of the
 * factor's entropy, averaged over factors. 1 if each factor has a latent of its own, 0 if two latents share each.
 *
 * @param latents values of each latent, [latent][image], at least two
 * @param factors values of each factor, [factor][image]
 * @see Chen et al. 2018, "Isolating sources of disentanglement in variational autoencoders", equation (6)
 */
export function mutualInformationGap(
  latents: readonly ArrayLike<number>[],
  factors: readonly ArrayLike<number>[],
): number {
  const gaps = factors.map((factor) => {
    const [most = 0, second = 0] = latents.map((latent) => mutualInformation(latent, factor)).sort((a, b) => b - a);
    return (most - second) / mutualInformation(factor, factor);
  });
  return sum(gaps) / gaps.length;
}

function binned(values: ArrayLike<number>): Int32Array {
  return Int32Array.from(ranks(values), (rank) => Math.floor((rank * BINS) / values.length));
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}
