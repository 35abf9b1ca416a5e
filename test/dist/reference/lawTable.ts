import { allLaws, checkDistribution, type Law, type LawResult } from '../../../src/testing/index.js';
import { familyCases } from '../cases/index.js';
import { table, unique } from './markdown.js';

/** What became of every law on one case. */
export interface LawRow {
  readonly name: string;
  readonly results: readonly LawResult[];
}

/** A row for each case. The laws only say whether they apply: the law suite runs them. */
export function lawRows(): LawRow[] {
  const laws = allLaws.map((law): Law => ({ ...law, problem: () => undefined }));
  return familyCases.map(({ name, factory, parameters, extremes, except }) => {
    return { name, results: checkDistribution(name, factory, parameters, { laws, extremes, except }) };
  });
}

/** The page of the laws. */
export function lawPage(rows: readonly LawRow[]): string {
  const all = rows.flatMap(({ results }) => results);
  const reasons = unique(all.flatMap(({ status, reason }) => (status === 'exempt' ? [reason] : [])));
  const cell = ({ status, reason }: LawResult): string =>
    status === 'exempt' ? String(1 + reasons.indexOf(reason)) : '✓';
  const isVaried = allLaws.map((_, i) => rows.some(({ results }) => results[i]?.status !== 'passed'));
  const varied = <T>(entries: readonly T[]): T[] => entries.filter((_, i) => isVaried[i]);
  const names = allLaws.map(({ name }) => name);
  const body = rows.map(({ name, results }) => [name, ...varied(results).map(cell)]);
  const count = (status: LawResult['status']): number => all.filter((result) => result.status === status).length;
  return `# Laws of distributions

What every distribution is held to, by the kit that \`kiln-ppl/testing\` exports; [Write your own](../guide/your-own-distribution.md) shows
how to use it. Of ${rows.length} distributions, those of \`test/dist/cases\`, times ${allLaws.length} laws, ${count('passed')} apply and ${count('exempt')} say nothing of the
distribution. Each law sees five sets of parameters with a batch of [2], one of structure or chance a single set, and noNaN far-out ones
as well. The first line runs them on cpu, the second writes this page:

\`\`\`sh
KILN_ENGINE=cpu npx vitest run test/dist/lawSuite
KILN_TABLE=1 npx vitest run test/dist/reference/laws.test.ts
\`\`\`

## The laws

${table(['law', 'statement', 'false alarms'], allLaws.map(lawLine))}

## Families and laws

These apply to all: ${names.filter((_, i) => !isVaried[i]).join(', ')}.

Of the others, ✓ means that the law applies, so that the first command fails unless it holds; a number, that it says nothing, for a reason
below.

${table(['', ...varied(names)], body)}

Reasons:

${reasons.map((reason, i) => `${i + 1}. ${reason}`).join('\n')}
`;
}

function lawLine({ name, statement, isStatistical }: Law): string[] {
  return [name, statement, isStatistical ? 'at most 1e-9' : 'none'];
}
