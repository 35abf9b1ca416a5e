// docs/reference/distributions.md says what the code says. KILN_TABLE=1 writes it.
import * as tf from '@tensorflow/tfjs-core';
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as dist from '../../../src/dist/index.js';
import { pairs } from '../../../src/dist/kl/pairs.js';
import { ready } from '../../../src/num/index.js';
import { familyColumns, combinedRow, familyRow } from './familyRow.js';
import { instances, type Instance } from './instances.js';
import { committed, table, unique } from './markdown.js';

const file = 'docs/reference/distributions.md';
/** Functions of the folder that make no distribution. */
const others = ['bijectTo', 'checkParameters', 'checkValue', 'constraintNamed', 'decentre', 'defineFamily', 'klDivergence', 'registerKl', 'transformTo']; // prettier-ignore
const combinators = ['censored', 'empirical', 'expanded', 'folded', 'improperUniform', 'independent', 'masked', 'maskedMixture', 'mixture', 'mixtureSameFamily', 'pullBack', 'transformed', 'truncated', 'withStraightThrough', 'withoutRsample', 'zeroInflated']; // prettier-ignore

beforeAll(async () => {
  await ready({ engine: 'cpu' });
});

describe('the page of distributions', () => {
  it('has a row for every function that makes one', () => {
    const functions = Object.entries(dist).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
    const factories = functions.filter((name) => !others.includes(name));
    expect(unique(all().map(({ factory }) => factory)).sort()).toEqual(factories.sort());
  });

  it('links to files that exist', () => {
    const missing = [...page().matchAll(/\]\(\.\.\/\.\.\/([^)]+)\)/g)].map(([, path = '']) => path);
    expect(missing.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('is as committed, or else KILN_TABLE=1 writes it', () => {
    expect(committed(file, page())).toBe(page());
  });
});

function all(): Instance[] {
  tf.engine().startScope();
  const made = instances();
  tf.engine().endScope();
  return made;
}

function page(): string {
  const made = all();
  const names = unique(made.map(({ factory }) => factory)).sort((a, b) => a.localeCompare(b, 'en'));
  const of = (name: string): Instance[] => made.filter(({ factory }) => factory === name);
  const rows = names.filter((name) => !combinators.includes(name)).map((name) => familyRow(name, of(name)));
  const combined = names.filter((name) => combinators.includes(name)).map((name) => combinedRow(name, of(name)));
  return `# Distributions

Read off the distributions themselves, as the tests make them (\`test/dist/cases\`), by

\`\`\`sh
KILN_TABLE=1 npx vitest run test/dist/reference/families.test.ts
\`\`\`

[The guide](../guide/distributions.md) explains the words; [the table of laws](laws.md) says what each family is tested for. Formulas
are in the doc comments, to which the names link.

- **parameters**: their names, each with its set in \`dist.constraints\`; a bound may be another parameter, and \`…\` stands for a
  bound that is worked out. Of \`probs\` and \`logits\`, and of \`scaleTril\`, \`covarianceMatrix\` and \`precisionMatrix\`, a call gives one.
- **event**: what one draw is. A parameter's own dims come last, behind the batch.
- **rsample**: whether gradients flow through draws to the parameters.
- **closed forms**: the members that give an answer and do not throw, as \`dist.closedForms\` says; with \`survival\` there is
  \`inverseSurvival\`.
- **enumerable**: whether \`enumerateSupport\` lists all values. *some* means that it depends on the parameters: a family of counts is
  enumerable where the total, or the range, is one plain number.

## Families

${table(familyColumns, rows)}

## Made from other distributions

What holds depends on what they are made from; *some* of those that the tests make have it.

${table(
  familyColumns.filter((column) => column !== 'parameters'),
  combined,
)}

## Divergences

\`klDivergence(q, p)\` is known for these pairs, for the same families under \`toEvent\`, \`expand\` and \`mask\`, for equal
transforms of such, and from \`delta\` to anything; \`registerKl\` adds pairs.

${table(['q', 'p'], divergences())}
`;
}

/** For each q its p's; families with the same p's share a row. */
function divergences(): string[][] {
  const targets = new Map<string, string[]>();
  for (const { q, p } of pairs) targets.set(q, unique([...(targets.get(q) ?? []), p]).sort());
  const rows = new Map<string, string[]>();
  for (const [q, ps] of [...targets].sort(([a], [b]) => a.localeCompare(b, 'en'))) {
    const key = ps.length === 1 && ps[0] === q ? 'itself' : ps.join(', ');
    rows.set(key, [...(rows.get(key) ?? []), q]);
  }
  return [...rows].map(([ps, qs]) => [qs.join(', '), ps]);
}
