const collator = new Intl.Collator('en', { numeric: true });

/** Compares names as people order them: `image2` before `image10`; names that read the same, by their code units. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
