import { onWarning } from '../../src/num/index.js';

/** The warnings that `body` gives rise to; nothing is printed. */
export function warningsOf(body: () => unknown): string[] {
  const warnings: string[] = [];
  const previous = onWarning((text) => void warnings.push(text));
  try {
    body();
  } finally {
    onWarning(previous);
  }
  return warnings;
}
