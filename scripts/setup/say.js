// What set-up tells the person who waits: one line for each thing it does, on stderr.

/** Runs `work` and writes a line with what it does and how long it took. */
export async function timed(text, work) {
  const start = performance.now();
  process.stderr.write(`kiln set-up: ${text} … `);
  try {
    return await work();
  } finally {
    process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  }
}

export function warn(text) {
  process.stderr.write(`kiln set-up: ${text}\n`);
}
