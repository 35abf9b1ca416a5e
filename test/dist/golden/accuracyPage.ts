// The page of measured errors, from what the golden test found.
import { type Member, versions, type Worst } from './measure.js';
import { promised } from './promises.js';

/** By family, engine and member. */
export type Measurements = Map<string, Map<string, ReadonlyMap<Member, Worst>>>;

/** docs/reference/accuracy.md. */
export function accuracyPage(measured: Measurements): string {
  const engines = [...new Set([...measured.values()].flatMap((byEngine) => [...byEngine.keys()]))];
  const header = ['family', 'member', ...engines, 'promised', 'where it is largest'];
  const rows = [...measured].flatMap(([family, byEngine]) => familyRows(family, engines, byEngine));
  const table = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const made = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `# Accuracy of distributions

The largest relative error of each member of each family against golden values, which mpmath made with 50 digits from the
formulas at the same float32 numbers (\`test/dist/golden/golden.py\`; ${made.join(', ')}). One float32 rounding is 6.0e-8.

- Errors of \`logProb\` and \`entropy\` are relative to 1 where the value is smaller than 1.
- Slopes are derivatives of \`logProb\`, and cdf slopes those of \`cdf\`, by the value and by each parameter. Where they are small, their
  errors are relative to what they usually are: 1 over the scale by a location, 1 over itself by a positive parameter, 1 by a logit, the
  standard deviation of the slope by a count's chance or a large concentration. Slopes by vectors and matrices are taken together, beside
  the largest.
- Locations, quantiles and means that pass through 0 have errors relative to the location or scale, whichever is larger, and
  distribution functions of differences (\`vonMises\`, \`truncated\`, \`folded\`) relative to 1.
- Below 2^-126, which some engines flush to 0, only the size is checked.

\`\`\`sh
KILN_TABLE=1 npx vitest run test/dist/golden.test.ts
\`\`\`

${table.join('\n')}
`;
}

function familyRows(
  family: string,
  engines: readonly string[],
  byEngine: ReadonlyMap<string, ReadonlyMap<Member, Worst>>,
): string[][] {
  const members = [...new Set([...byEngine.values()].flatMap((found) => [...found.keys()]))];
  return members.map((member) => {
    const found = engines.map((engine) => byEngine.get(engine)?.get(member));
    const largest = found.reduce((a, b) => ((b?.error ?? 0) > (a?.error ?? 0) ? b : a));
    const errors = found.map((each) => (each === undefined ? '' : show(each.error)));
    const where = (largest?.error ?? 0) > 0 ? shortened(largest?.at ?? '') : '';
    return [family, WORDS[member], ...errors, show(promised(family, member) * 2 ** -24), where];
  });
}

const WORDS: Readonly<Record<Member, string>> = {
  logProb: 'logProb',
  slopes: 'slopes',
  cdf: 'cdf',
  cdfSlopes: 'cdf slopes',
  icdf: 'icdf',
  mean: 'mean',
  variance: 'variance',
  entropy: 'entropy',
};

function show(error: number): string {
  return error === 0 ? '0' : error.toExponential(1);
}

function shortened(text: string): string {
  return text.length > 110 ? `${text.slice(0, 109)}…` : text;
}
