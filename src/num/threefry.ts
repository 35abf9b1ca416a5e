/** Two unsigned 32-bit words: a Threefry key, a counter, or 64 random bits. */
export type WordPair = readonly [number, number];

const PARITY = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds: a keyed bijection of 64-bit counters whose outputs are random bits.
 *
 * @returns the two words of the output, unsigned
 * @see Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.2
 */
export function threefry(key: WordPair, counter: WordPair): WordPair {
  const out = new Uint32Array(2);
  fillBlocks(out, key, counter);
  return [out[0] ?? 0, out[1] ?? 0];
}

/**
 * Fills `out` with the outputs for the counters [0, stream], [1, stream], …: words 2 i and 2 i + 1 come from [i, stream].
 * Nothing is allocated per counter. A shorter array gets the beginning of what a longer one gets.
 */
export function threefryFill(out: Uint32Array, key: WordPair, stream: number): void {
  fillBlocks(out, key, [0, stream]);
}

function fillBlocks(out: Uint32Array, [k0, k1]: WordPair, [first, second]: WordPair): void {
  const k2 = k0 ^ k1 ^ PARITY;
  const schedule = Int32Array.of(k0, k1, k2, k0, k1, k2, k0);
  for (let i = 0; i < out.length; i += 2) {
    let x = (first + (i >>> 1) + k0) | 0;
    let y = (second + k1) | 0;
    // Five groups of four rounds; odd and even groups rotate differently. Written out, because every random number of the
    // library comes from this loop, and a table of rotations makes it three times slower.
    for (let group = 1; group <= 5; group += 1) {
      const isOdd = (group & 1) === 1;
      x = (x + y) | 0;
      y = isOdd ? ((y << 13) | (y >>> 19)) ^ x : ((y << 17) | (y >>> 15)) ^ x;
      x = (x + y) | 0;
      y = isOdd ? ((y << 15) | (y >>> 17)) ^ x : ((y << 29) | (y >>> 3)) ^ x;
      x = (x + y) | 0;
      y = isOdd ? ((y << 26) | (y >>> 6)) ^ x : ((y << 16) | (y >>> 16)) ^ x;
      x = (x + y) | 0;
      y = isOdd ? ((y << 6) | (y >>> 26)) ^ x : ((y << 24) | (y >>> 8)) ^ x;
      x = (x + (schedule[group] ?? 0)) | 0;
      y = (y + (schedule[group + 1] ?? 0) + group) | 0;
    }
    out[i] = x;
    if (i + 1 < out.length) out[i + 1] = y;
  }
}
