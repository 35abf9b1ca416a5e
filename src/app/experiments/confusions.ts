import { confusionMatrix } from '../figures/index.js';
import type { TestResult } from '../jobs.js';
import type { Figure, Table } from './experiment.js';
import { slug } from './slug.js';

/** One model's results on one test set, with one seed or several. */
export interface ModelResults {
  /** The model, and the test set if there are several. */
  readonly name: string;
  readonly results: readonly TestResult[];
}

/** How many images of class `row` were called class `column`, all seeds together. */
export function totalConfusion(results: readonly TestResult[]): number[][] {
  const [first, ...others] = results.map(({ confusion }) => confusion);
  return (first ?? []).map((row, i) =>
    row.map((count, j) => others.reduce((sum, confusion) => sum + (confusion[i]?.[j] ?? 0), count)),
  );
}

/** The confusion matrices of some tests, each as a figure; all tests have the same classes. */
export function confusionFigures(prefix: string, tests: readonly ModelResults[], note: string): Promise<Figure[]> {
  return Promise.all(
    tests.map(async ({ name, results }) => {
      const classNames = results[0]?.classNames ?? [];
      const seeds = results.length === 1 ? '' : `, ${results.length} seeds together`;
      return {
        file: `${prefix}${slug(name)}.svg`,
        content: await confusionMatrix(totalConfusion(results), classNames),
        caption: `${name}${seeds}. ${note}`,
      };
    }),
  );
}

/** The share of each class that was classified correctly, and what most of the others were taken for. */
export function confusionTable(tests: readonly ModelResults[]): Table {
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

/** In words: the share of each class classified correctly. */
export function describeClasses({ name, results }: ModelResults): string {
  const confusion = totalConfusion(results);
  const shares = (results[0]?.classNames ?? []).map((className, i) => {
    const row = confusion[i] ?? [];
    const total = row.reduce((sum, count) => sum + count, 0);
    return `${className} ${((row[i] ?? 0) / Math.max(1, total)).toFixed(2)}`;
  });
  return `${name}: ${shares.join(', ')}`;
}
