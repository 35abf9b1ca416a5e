import type { JobOptions } from '../jobs.js';
import type { RawOptions } from './optionReaders.js';
import type { Terminal } from './terminal.js';

/** How a job is to speak, from its options. */
export function jobOptions(raw: RawOptions): JobOptions {
  return { quiet: raw.quiet === true, json: raw.json === true };
}

/** The result of a command: as JSON on one line, or in words. */
export function present(terminal: Terminal, { json }: JobOptions, result: object, words: () => string): void {
  terminal.out(json ? `${JSON.stringify(result)}\n` : `${words()}\n`);
}
