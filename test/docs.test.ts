// The code in prose and doc comments runs, and its values are as the comments behind them say, to the digits shown.
import * as tf from '@tensorflow/tfjs-core';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ready } from '../src/num/index.js';
import { literalOf, matchesLiteral } from './support/matchesLiteral.js';
import { runSnippet } from './support/runSnippet.js';
import { examples, fences, type Snippet } from './support/snippets.js';

const folders = ['num', 'dist', 'ppl', 'nn', 'infer', 'models', 'data'].filter((name) =>
  existsSync(`src/${name}/index.ts`),
);
const load = (name: string): Promise<object> => import(/* @vite-ignore */ name) as Promise<object>;
const title = ({ file, line }: Snippet): string => `${file}:${line}`;

beforeEach(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await ready({ engine: 'cpu' });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('pages', () => {
  it.each(fences().map((fence) => [title(fence), fence] as const))('%s', async (_title, fence) => {
    await runSnippet(fence, load, {});
  });
});

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
