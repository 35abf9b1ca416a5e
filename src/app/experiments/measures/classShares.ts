import type { TestResult } from '../../jobs.js';

/** The share of each class that was classified correctly, [class]; null of a class without test images. */
export function classShares({ confusion }: Pick<TestResult, 'confusion'>): (number | null)[] {
  return confusion.map((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return total === 0 ? null : (row[label] ?? 0) / total;
  });
}
