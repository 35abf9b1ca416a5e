/** Pixels that are enough to know how dark and bright a micrograph is. */
const SAMPLES = 50_000;
/** The shares of the pixels that become black and white. */
const [DARKEST, BRIGHTEST] = [0.002, 0.998];

/** Grey values as bytes for a picture, from nearly the darkest to nearly the brightest. */
export function stretched(values: Float32Array): Uint8Array {
  const step = Math.max(1, Math.floor(values.length / SAMPLES));
  const sorted = values.filter((_, at) => at % step === 0).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [at(DARKEST), at(BRIGHTEST)];
  const factor = high > low ? 255 / (high - low) : 0;
  return Uint8Array.from(values, (value) => Math.round(Math.min(255, Math.max(0, (value - low) * factor))));
}
