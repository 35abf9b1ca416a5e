/**
 * The value below which a share of values lies, by a straight line between neighbours; NaN of none.
 *
 * @param sorted from the smallest to the largest
 * @param share from 0, the smallest, to 1, the largest
 * @see Hyndman and Fan 1996, "Sample quantiles in statistical packages", definition 7
 */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return below + (place - Math.floor(place)) * (above - below);
}
