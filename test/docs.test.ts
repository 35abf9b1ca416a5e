// The code in prose and doc comments runs, and its values are as the comments behind them say, to the digits shown.
import * as tf from '@tensorflow/tfjs-core';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ready } from '../src/num/index.js';
import { literalOf, matchesLiteral } from './support/matchesLiteral.js';
import { runSnippet } from './support/runSnippet.js';
import { examples, fences, type Snippet } from './support/snippets.js';

// Inside a test no other can be declared, so a runner that a page imports runs its tests at once.
const atOnce = {
  describe: (_name: string, body: () => void): void => {
    body();
  },
  it: (_name: string, body: () => unknown): void => {
    if (body() instanceof Promise) throw new Error('a test of a page must be synchronous');
  },
};
const runners: ReadonlyMap<string, object> = new Map(['vitest', 'node:test'].map((name) => [name, atOnce]));

const folders = ['num', 'dist', 'ppl', 'nn', 'infer', 'models', 'data', 'testing'].filter((name) =>
  existsSync(`src/${name}/index.ts`),
);
const load = (name: string): Promise<object> => {
  return Promise.resolve(runners.get(name) ?? (import(/* @vite-ignore */ name) as Promise<object>));
};
const title = ({ file, line }: Snippet): string => `${file}:${line}`;

/** What the running snippet has printed. */
const printed: string[] = [];

beforeEach(async () => {
  printed.length = 0;
  vi.spyOn(console, 'log').mockImplementation((...words) => printed.push(words.join(' ')));
  await ready({ engine: 'cpu' });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('pages', () => {
  const pieces = fences();
  it.each(pieces.map((fence) => [title(fence), fence] as const))('%s', async (_title, fence) => {
    await runSnippet(fence, (name) => loadFrom(pieces, fence, name), {});
    if (fence.prints !== undefined) expect(printed.join('\n')).toBe(fence.prints);
  });
});

/** A module, or what an earlier fence of the page that is called `// name.ts` in its first line exports. */
function loadFrom(pieces: readonly Snippet[], from: Snippet, name: string): Promise<object> {
  if (!name.startsWith('./')) return load(name);
  const first = `// ${name.slice(2).replace(/\.js$/, '.ts')}\n`;
  const module = pieces.findLast(({ file, line, code }) => {
    return file === from.file && line < from.line && code.startsWith(first);
  });
  if (module === undefined) throw new Error(`${title(from)}: no fence above is called ${name}`);
  return runSnippet(module, (inner) => loadFrom(pieces, module, inner), {});
}

describe('doc comments', () => {
  it.each(examples().map((example) => [title(example), example] as const))('%s', async (_title, example) => {
    const modules = await Promise.all([
      ...folders.map((name) => load(`../src/${name}/index.ts`)),
      load(`../${example.file}`),
    ]);
    await runSnippet(example, load, Object.assign({ tf }, ...modules) as Record<string, unknown>);
  });
});

describe('expected values', () => {
  const matches = (actual: unknown, comment: string): boolean => {
    const literal = literalOf(comment);
    return literal !== undefined && matchesLiteral(actual, literal);
  };

  it('hold numbers to the digits shown', () => {
    expect(matches(Math.fround(0.1), '// 0.1')).toBe(true);
    expect(matches(1.38629, '// 1.386: log(4)')).toBe(true);
    expect(matches(1.3866, '// 1.386')).toBe(false);
    expect(matches(3.4, '// 3')).toBe(false);
    expect(matches(1.2e-7, '// 1e-7')).toBe(true);
    expect(matches(NaN, '// 1')).toBe(false);
    expect(matches(-Infinity, '// -Infinity')).toBe(true);
  });

  it('are compared entry by entry', () => {
    expect(matches(tf.tensor2d([[1, 2]]), '// [[1, 2]]')).toBe(true);
    expect(matches(Float32Array.of(1, 2), '// [1, 2]')).toBe(true);
    expect(matches([1, 2, 3], '// [1, 2]')).toBe(false);
    expect(matches(['a', true], "// ['a', true]")).toBe(true);
  });

  it('are told from prose', () => {
    expect(literalOf('// two steps')).toBeUndefined();
    expect(literalOf('// 5 steps')).toBeUndefined();
    expect(literalOf('// [batch, 2]')).toBeUndefined();
  });
});

describe('snippets', () => {
  const piece = (line: number, code: string): Snippet => ({ file: 'page.md', line, code });
  const pieces = [
    piece(1, '// sum.ts\nexport function sum(a, b) { return a - b; }'),
    piece(5, '// sum.ts\nexport function sum(a, b) { return a + b; }\nexport const one = 1;'),
    piece(9, "import { one, sum } from './sum.js';\nsum(one, 2); // 3"),
    piece(13, "import { it } from 'vitest';\nit('fails', () => { throw new Error('no'); });"),
  ];
  const run = (i: number): Promise<object> => {
    const snippet = pieces[i] ?? piece(0, '');
    return runSnippet(snippet, (name) => loadFrom(pieces, snippet, name), {});
  };

  it('import from the last piece above of a name', async () => {
    await expect(run(2)).resolves.toEqual({});
    await expect(run(1)).resolves.toMatchObject({ one: 1 });
  });

  it('run the tests that they declare', async () => {
    await expect(run(3)).rejects.toThrow('no');
  });

  it('know what they print', () => {
    const printing = fences().filter(({ prints }) => prints !== undefined);
    expect(printing.map(({ file }) => file)).toContain('docs/guide/your-own-distribution.md');
  });
});
