import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Something that the native engine lacks, and what to do, worded to follow "Try". */
export interface MissingPart {
  readonly what: string;
  readonly remedy: string;
}

const run = promisify(execFile);

/** What setting up the native engine calls on, with ways to call it; one must work. */
const tools: readonly (MissingPart & { readonly commands: readonly (readonly string[])[] })[] = [
  { what: 'python3', remedy: 'installing Python 3', commands: [['python3']] },
  { what: 'pip for python3', remedy: 'installing the package python3-pip', commands: [['python3', '-m', 'pip']] },
  { what: 'a C++ compiler', remedy: 'installing g++ or clang', commands: [['c++'], ['g++']] },
  { what: 'make', remedy: 'installing make', commands: [['make']] },
];

/** Why there is no native engine: the tools it lacks, the problem that set-up met, and how to try again. */
export async function missingForNative(): Promise<readonly MissingPart[]> {
  const found = await Promise.all(
    tools.map(async ({ commands }) => (await Promise.all(commands.map(works))).includes(true)),
  );
  const lacking = tools.filter((_, i) => found[i] === false).map(({ what, remedy }) => ({ what, remedy }));
  const problem = (await lastProblem()) ?? 'it has not been set up';
  return [...lacking, { what: `the native engine: ${problem}`, remedy: '`npm run setup` in the folder of Kiln' }];
}

async function works([program = '', ...args]: readonly string[]): Promise<boolean> {
  try {
    await run(program, [...args, '--version'], { timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** What scripts/setup/native.js wrote down when it failed. */
async function lastProblem(): Promise<string | undefined> {
  try {
    // The project's folder lies at the same distance from the source and from the built file.
    const text = await readFile(new URL('../../node_modules/.kiln/native.json', import.meta.url), 'utf8');
    return (JSON.parse(text) as { problem?: string }).problem;
  } catch {
    return undefined;
  }
}
