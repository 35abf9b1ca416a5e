import type { Conviction } from './firstConviction.js';
import type { Mutant } from './mutant.js';

export interface Caught {
  /** What the mutant lies about. */
  readonly about: string;
  readonly mutant: Mutant;
  readonly found: Conviction;
}

/** The page that says which law caught which mutant. */
export function mutantsPage(caught: readonly Caught[]): string {
  const families = new Set(caught.map(({ mutant }) => mutant.family));
  const headings = [...new Set(caught.map(({ about }) => about))];
  return [
    '# Mutants',
    '',
    `${caught.length} distributions of ${families.size} families, each an honest one with one lie in it, and the law of \`checkDistribution\` that`,
    'catches it: the first that fails, in the order in which suites run them. The draws are those of each of two batch elements that',
    'a law took before it was sure; without a number it decides otherwise. Where all laws were run there is no mark; a star marks',
    'mutants that were put only to the laws that their lie is about, mostly as their draws mislead what finds the mass of a density.',
    '',
    '```sh',
    'KILN_TABLE=1 npx vitest run test/testing/mutants',
    '```',
    '',
    ...headings.flatMap((heading) =>
      sectionOf(
        heading,
        caught.filter(({ about }) => about === heading),
      ),
    ),
  ].join('\n');
}

function sectionOf(heading: string, caught: readonly Caught[]): string[] {
  const rows = caught.map(({ mutant: { family, lie, isAimed }, found: { law, numDraws } }) => [
    family,
    lie,
    `${law}${isAimed ? ' *' : ''}`,
    numDraws,
  ]);
  const header = ['family', 'lie', 'caught by', 'draws'];
  const table = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${heading[0]?.toUpperCase() ?? ''}${heading.slice(1)}`, '', ...table, ''];
}
