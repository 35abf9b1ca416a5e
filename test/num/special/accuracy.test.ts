// How accurate the special functions are over their whole range, by golden values of mpmath: the formulas in double precision, and
// the tensor functions on every engine. With KILN_TABLE=1 the measured errors are written to docs/reference/special-functions.md.
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { derivativeOf } from '../../../src/num/formula/derivative.js';
import { differenceQuotient } from '../../../src/num/special/float64/betaSlopes.js';
import { describeEngines } from '../../support/engines.js';
import {
  formulaOf,
  goldenNames,
  goldenOf,
  measure,
  type Measured,
  rangeOf,
  relativeErrors,
  valuesAt,
} from './golden.js';

/** Of values, and of derivatives but those by the parameters of shape that are found by differences. */
const RELATIVE = 1e-12;
const BY_DIFFERENCES = 5e-9;
const byDifferences = ['betainc', 'betaincc', 'betaincInverse', 'studentTCdf'];
/** Functions whose derivatives by their parameters of shape have no derivatives themselves: by which argument they have two. */
const twiceBy: Readonly<Record<string, readonly number[]>> = {
  betainc: [2],
  betaincc: [2],
  betaincInverse: [],
  igamma: [1],
  igammac: [1],
  igammaInverse: [1],
  igammacInverse: [1],
  inverseGaussianCdf: [0],
  studentTCdf: [0],
  vonMisesCdf: [0],
};
/** They are computed in float32 where a tensor is large. */
const composed = ['log1p', 'softplus', 'logit'];
const measured = new Map<string, Map<string, Measured>>();
const inDouble = new Map<string, readonly number[]>();

describe('accuracy in double precision', () => {
  it.each(goldenNames)('%s: the value and its derivatives', (name) => {
    const [value = NaN, ...slopes] = relativeErrors(name);
    inDouble.set(name, [value, Math.max(0, ...slopes)]);
    expect(value).toBeLessThan(RELATIVE);
    for (const slope of slopes) expect(slope).toBeLessThan(byDifferences.includes(name) ? BY_DIFFERENCES : RELATIVE);
  });

  it.each(goldenNames)('%s: its second derivatives are those of the first', (name) => {
    const { at } = goldenOf(name);
    const places = [...(at[0] ?? []).keys()].filter(
      (i) => i % 7 === 0 && at.every((column) => isSmoothAt(column[i] ?? NaN)),
    );
    for (const i of twiceBy[name] ?? at.keys()) {
      const first = derivativeOf(formulaOf(name), i);
      const second = valuesAt(derivativeOf(first, i), at);
      for (const place of places) {
        const point = at.map((column) => column[place] ?? NaN);
        const x = point[i] ?? NaN;
        const firstAt = (moved: number): number =>
          valuesAt(
            first,
            point.map((own, k) => [k === i ? moved : own]),
          )[0] ?? NaN;
        const size = Math.max(Math.abs(second[place] ?? NaN), Math.abs(firstAt(x) / x));
        const error = Math.abs((second[place] ?? NaN) - differenceQuotient(firstAt, x, 1e-4 * Math.abs(x)));
        expect(error, `at ${point.join(', ')}`).toBeLessThanOrEqual(1e-6 * size);
      }
    }
  });
});

describeEngines('accuracy', (engine) => {
  it.each(goldenNames)('%s: rounded to float32', (name) => {
    const { value, slope } = measure(name);
    measured.set(name, (measured.get(name) ?? new Map<string, Measured>()).set(engine, { value, slope }));
    expect(value.ulp, `value at ${value.at}`).toBeLessThanOrEqual(0.51);
    expect(slope.ulp, `slope at ${slope.at}`).toBeLessThanOrEqual(0.6);
  });

  it.each(composed)('%s: of a large tensor, where operations of TensorFlow.js take over', (name) => {
    const { value, slope } = measure(name, { copies: 40, floor: name === 'logit' ? 1 : 0 });
    expect(value.ulp, `value at ${value.at}`).toBeLessThanOrEqual(5);
    expect(slope.ulp, `slope at ${slope.at}`).toBeLessThanOrEqual(5);
  });
});

/** Where a step is small beside the scale on which a function changes. */
function isSmoothAt(x: number): boolean {
  return Math.abs(Math.abs(x) - 1) > 1e-2 && Math.abs(x) > 1e-12 && Math.abs(x) < 1e8;
}

afterAll(() => {
  if (process.env.KILN_TABLE === '1') writeFileSync('docs/reference/special-functions.md', page());
});

function page(): string {
  const engines = [...(measured.get('erf')?.keys() ?? [])];
  const errors = (name: string, part: keyof Measured): string =>
    Math.max(...engines.map((engine) => measured.get(name)?.get(engine)?.[part].ulp ?? NaN)).toFixed(2);
  const exact = (name: string, i: number): string => (inDouble.get(name)?.[i] ?? NaN).toExponential(0);
  const slopeCells = (name: string): string[] =>
    goldenOf(name).slopes.length === 0 ? ['', ''] : [exact(name, 1), errors(name, 'slope')];
  const rows = goldenNames.map((name) => [
    name,
    rangeOf(name),
    exact(name, 0),
    errors(name, 'value'),
    ...slopeCells(name),
  ]);
  const header = ['function', 'range', 'value', 'in ulp', 'gradient', 'in ulp'];
  const table = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `# Special functions

How far each function and its gradients are off, at most: relatively, in the double precision in which they are computed, and as a
tensor of float32 on any engine (${engines.join(', ')}), in ulp: the distance from the true value over the spacing of float32 numbers
there. Measured at a few hundred points over the range against mpmath in 60 or more digits (\`test/num/special/golden.py\`, whose first
line of output has the versions). Of float32 results below 2^-126 only the size is checked. A range of several arguments has one part for
each. Large tensors of log1p, softplus and logit, which operations of TensorFlow.js compute, are within 5 ulp, of 1 where logit passes through 0.

\`\`\`sh
KILN_TABLE=1 npx vitest run test/num/special/accuracy.test.ts
\`\`\`

${table.join('\n')}

The factorisations of matrices have no error of this kind; their doc comments state what holds of the residuals, and
\`test/num/linalg/accuracy.test.ts\` checks it up to a condition of 1000.
`;
}
