/** How far off a number may be, in words that follow it; nothing where that is not known. */
export function withinText(allowed: number, unit = ''): string {
  return Number.isFinite(allowed) ? ` within ${allowed.toPrecision(2)}${unit}` : '';
}

/** How likely as much evidence, in nats, is by chance. */
export function chanceText(evidence: number): string {
  return Number.isFinite(evidence) ? `chance below exp(-${evidence.toFixed(1)})` : 'not by chance';
}
