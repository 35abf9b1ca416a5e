import { confusionMatrix } from '../figures/index.js';
import type { TestResult } from '../jobs.js';
import type { Figure, Table } from './experiment.js';
import { slug } from './slug.js';

/** One model's results on one test set, with one key or several. */
export interface SortedTest {
  /** The model, and the test set if there are several. */
  readonly name: string;
  readonly results: readonly TestResult[];
}

/** How many images of class `row` were called class `column`, all keys together. */
export function totalConfusion(results: readonly TestResult[]): number[][] {
  const [first, ...others] = results.map(({ confusion }) => confusion);
  return (first ?? []).map((row, i) =>
    row.map((count, j) => others.reduce((sum, confusion) => sum + (confusion[i]?.[j] ?? 0), count)),
  );
}

/** The confusion matrices of some tests, each as a figure; all tests have the same classes. */
export function confusionFigures(prefix: string, tests: readonly SortedTest[], note: string): Promise<Figure[]> {
  return Promise.all(
    tests.map(async ({ name, results }) => {
      const classNames = results[0]?.classNames ?? [];
      const keys = results.length === 1 ? '' : `, ${results.length} keys together`;
      return {
        file: `${prefix}${slug(name)}.svg`,
        content: await confusionMatrix(totalConfusion(results), classNames),
        caption: `${name}${keys}. ${note}`,
      };
    }),
  );
}

/** The share of each class that was sorted correctly, and what most of the others were taken for. */
export function confusionTable(tests: readonly SortedTest[]): Table {
  const rows = tests.flatMap(({ name, results }) =>
    totalConfusion(results).map((row, label) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      const classNames = results[0]?.classNames ?? [];
      return [name, classNames[label] ?? String(label), ...row.map((count) => count / Math.max(1, total))];
    }),
  );
  const classNames = tests[0]?.results[0]?.classNames ?? [];
  const columns = ['model', 'true class', ...classNames.map((name) => `called ${name}`)];
  return { name: 'confusion', title: 'Shares of each true class', columns, rows };
}

/** In words: the share of each class sorted correctly. */
export function describeClasses({ name, results }: SortedTest): string {
  const confusion = totalConfusion(results);
  const shares = (results[0]?.classNames ?? []).map((className, i) => {
    const row = confusion[i] ?? [];
    const total = row.reduce((sum, count) => sum + count, 0);
    return `${className} ${((row[i] ?? 0) / Math.max(1, total)).toFixed(2)}`;
  });
  return `${name}: ${shares.join(', ')}`;
}
