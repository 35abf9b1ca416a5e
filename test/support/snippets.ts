import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourcesIn } from './importsOf.js';

/** A piece of code in prose or in a doc comment. */
export interface Snippet {
  readonly file: string;
  /** The line of the file that the code begins on, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** What it prints, where a fence marked `text` follows. */
  readonly prints?: string;
}

/** The fences marked `ts` in pages of prose; those marked `ts no-run` are left out. */
export function fences(): readonly Snippet[] {
  const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((page) => page.endsWith('.md'));
  const files = ['README.md', 'CONTRIBUTING.md', ...pages.sort().map((page) => join('docs', page))];
  return files.filter((file) => existsSync(file)).flatMap(fencesOf);
}

/** The code after `@example` in the doc comments of src/. */
export function examples(): readonly Snippet[] {
  return sourcesIn('src').flatMap(examplesOf);
}

function fencesOf(file: string): readonly Snippet[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$(?:\n\n^```text\n(.*?)\n```$)?/gms)].map((match) => {
    const [, code = '', prints] = match;
    return { file, line: lineAt(text, match.index) + 1, code, ...(prints === undefined ? {} : { prints }) };
  });
}

function examplesOf(file: string): readonly Snippet[] {
  const text = readFileSync(file, 'utf8');
  // From @example to the next tag or the comment's end.
  return [...text.matchAll(/^ *\* @example *\n((?: *\*(?! @|\/).*\n)*)/gm)].map((match) => {
    const code = (match[1] ?? '').replace(/^ *\* ?/gm, '');
    return { file, line: lineAt(text, match.index) + 1, code };
  });
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
