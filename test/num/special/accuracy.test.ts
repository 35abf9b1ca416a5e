// How accurate the special functions are over their whole range: the error that each one's doc comment states holds at a few
// hundred points, on every engine, for the value and for the gradient. With KILN_TABLE=1 the measured errors are written to
// docs/reference/special-functions.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { describeEngines } from '../../support/engines.js';
import { goldenNames, measure, promises, rangeOf, type Measured } from './golden.js';

const folder = 'src/num/special';
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
const measured = new Map<string, Map<string, Measured>>();

describeEngines('accuracy', (engine) => {
  it.each(goldenNames)('%s: stays within the error that it states', (name) => {
    const promise = promises[name];
    if (promise === undefined) throw new Error(`${name} has golden values but no promise`);
    const { value, slope } = measure(name, promise);
    measured.set(name, (measured.get(name) ?? new Map<string, Measured>()).set(engine, { value, slope }));
    expect(value.ulp, `value at ${value.at}`).toBeLessThanOrEqual(promise.ulp[0]);
    expect(slope.ulp, `slope at ${slope.at}`).toBeLessThanOrEqual(promise.ulp[1] ?? 0);
  });
});

describe('accuracy', () => {
  it.each(Object.entries(promises))('%s: states its error in its doc comment', (name, { ulp: [value, slope] }) => {
    const before = sources
      .find((source) => source.includes(`export function ${name}(`))
      ?.split(`export function ${name}(`)[0];
    const comment = before?.slice(before.lastIndexOf('/**'));
    expect(comment).toContain(`At most ${value} ulp off`);
    if (slope !== undefined) expect(comment).toContain(`its gradient ${slope}.`);
  });

  afterAll(() => {
    if (process.env.KILN_TABLE === '1') writeFileSync('docs/reference/special-functions.md', page());
  });
});

function page(): string {
  const engines = [...(measured.get('erf')?.keys() ?? [])];
  const errors = (name: string, part: keyof Measured): string[] =>
    engines.map((engine) => {
      const ulp = measured.get(name)?.get(engine)?.[part].ulp ?? 0;
      return part === 'slope' && promises[name]?.ulp[1] === undefined ? '' : ulp.toFixed(1);
    });
  const rows = goldenNames.map((name) => [name, rangeOf(name), ...errors(name, 'value'), ...errors(name, 'slope')]);
  const header = [
    'function',
    'range',
    ...engines.map((engine) => `value, ${engine}`),
    ...engines.map((engine) => `gradient, ${engine}`),
  ];
  const table = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `# Special functions

How far each function and its gradients are off, at most, in ulp of float32: the distance from the true value over the spacing of
float32 numbers there. Measured at a few hundred points over the range against mpmath in 60 or more digits
(\`test/num/special/golden.py\`, whose first line of output has the versions). Of results below 2^-126, which some engines flush to
0, only the size is checked. Where \`logBeta\` and \`logit\` pass through 0, and the gradient of \`i1e\` does, the error is that of
the terms, which have a size of about 1 (0.1 for \`i1e\`). A range of several arguments has one part for each.

\`\`\`sh
KILN_TABLE=1 npx vitest run test/num/special/accuracy.test.ts
\`\`\`

${table.join('\n')}

The factorisations of matrices have no error of this kind; their doc comments state what holds of the residuals, and
\`test/num/linalg/accuracy.test.ts\` checks it up to a condition of 1000.
`;
}
