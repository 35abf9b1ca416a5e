/** From `start` to `end` along a half cosine over `count` updates, then `end`. */
export function cosineDecay(start: number, end: number, count: number): (done: number) => number {
  return (done) => end + (start - end) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done / count)));
}

/** From `start` to `end` along a straight line over `count` updates, then `end`. */
export function linearRamp(start: number, end: number, count: number): (done: number) => number {
  return (done) => (count <= 0 ? end : start + (end - start) * Math.min(1, done / count));
}

/** `start`, multiplied by `factor` after each `every` updates. */
export function stepDecay(start: number, factor: number, every: number): (done: number) => number {
  return (done) => start * factor ** Math.floor(done / every);
}
