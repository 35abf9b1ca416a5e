import type { ClosedForm, Constraint } from '../../../src/dist/index.js';
import type { Instance } from './instances.js';
import { unique } from './markdown.js';

const closedForms: readonly ClosedForm[] = ['mean', 'variance', 'entropy', 'cdf', 'icdf'];

/** The columns of the table of families. */
export const familyColumns: readonly string[] = [
  'family',
  'parameters',
  'support',
  'event',
  'rsample',
  'closed forms',
  'enumerable',
];

/** One family's row, from all instances of it. */
export function familyRow(factory: string, all: readonly Instance[]): string[] {
  return [
    `[${factory}](../../src/dist/${sourceOf(factory)}.ts)`,
    parametersOf(all),
    supportsOf(all),
    unique(all.map(({ dist }) => eventText(dist.eventShape.length))).join(' or '),
    share(all.map(({ dist }) => dist.hasRsample)),
    closedFormsOf(all),
    share(all.map(({ dist }) => dist.hasEnumerateSupport)),
  ];
}

/** The row of what is made from other distributions: their parameters are theirs. */
export function combinedRow(factory: string, all: readonly Instance[]): string[] {
  const [name = '', , ...rest] = familyRow(factory, all);
  return [name, ...rest];
}

/** Functions that share a file with the one that it is named after. */
function sourceOf(factory: string): string {
  const shared: Readonly<Record<string, string>> = {
    bernoulliStraightThrough: 'straightThrough',
    relaxedBernoulliStraightThrough: 'straightThrough',
    independent: 'wrappers',
    masked: 'wrappers',
  };
  return shared[factory] ?? factory;
}

function parametersOf(all: readonly Instance[]): string {
  const sets = new Map<string, string>();
  for (const { dist, inputs } of all) {
    for (const [name, set] of Object.entries(dist.parameterConstraints)) {
      if (!sets.has(name)) sets.set(name, setText(set, inputs));
    }
  }
  return [...sets].map(([name, set]) => `${name}: ${set}`).join('; ');
}

/** One set of each kind: of intervals, the first stands for all. */
function supportsOf(all: readonly Instance[]): string {
  const kinds = new Map(all.toReversed().map(({ dist, inputs }) => [dist.support.kind, setText(dist.support, inputs)]));
  return [...kinds.values()].toReversed().join(' or ');
}

/** A set's name, with the parameters that bound it in place of their tensors. */
function setText({ name }: Constraint, inputs: Instance['inputs']): string {
  return name
    .replace(/tensor (\d+)/g, (_, id: string) => inputs.get(Number(id)) ?? '…')
    .replace(/^independent\(real, 1\)$/, 'realVector');
}

function eventText(rank: number): string {
  return ['number', 'vector', 'matrix'][rank] ?? `tensor of rank ${rank}`;
}

function share(answers: readonly boolean[]): string {
  if (answers.every(Boolean)) return 'yes';
  return answers.some(Boolean) ? 'some' : 'no';
}

function closedFormsOf(all: readonly Instance[]): string {
  const has = (name: ClosedForm | 'survival', { dist }: Instance): boolean =>
    name === 'survival' ? dist.survival !== undefined : dist.closedForms.has(name);
  const shares = [...closedForms, 'survival' as const].map(
    (name) => [name, share(all.map((each) => has(name, each)))] as const,
  );
  const always = shares.flatMap(([name, how]) => (how === 'yes' ? [name] : []));
  const sometimes = shares.flatMap(([name, how]) => (how === 'some' ? [`${name} (some)`] : []));
  return [...always, ...sometimes].join(', ');
}
