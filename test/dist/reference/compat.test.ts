// docs/compat.md says of every distribution, constraint and transform of Pyro what has become of it. compat.golden.py makes compat.golden.json.
import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as dist from '../../../src/dist/index.js';
import type { Distribution } from '../../../src/dist/index.js';
import { ready } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';

interface Density {
  readonly family: string;
  readonly params: Readonly<Record<string, tf.TensorLike>>;
  readonly value: tf.TensorLike;
  readonly logProb: number;
}

interface Pyro {
  readonly distributions: readonly string[];
  readonly constraints: readonly string[];
  readonly transforms: readonly string[];
  readonly densities: readonly Density[];
}

const pyro = JSON.parse(readFileSync(new URL('compat.golden.json', import.meta.url), 'utf8')) as Pyro;
const page = readFileSync('docs/compat.md', 'utf8');
const own = new Map<string, unknown>(
  [dist.transforms, dist.constraints, dist].flatMap((part) => Object.entries<unknown>(part)),
);

describe('the page beside Pyro', () => {
  // Submodules, which the lists name as well.
  const modules = ['constraints', 'transforms'];

  it.each(['distributions', 'constraints', 'transforms'] as const)('names all %s', (kind) => {
    const missing = pyro[kind].filter((name) => !modules.includes(name) && !page.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });

  it('says "the same names" of what is there under the same name', () => {
    const rows = page.split('\n').filter((row) => /^\|[^|]+\| the same names/.test(row));
    const known = new Set([...pyro.distributions, ...pyro.constraints]);
    const named = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
    const renamed = named.filter((name) => known.has(name) && !name.endsWith('_constraint')).map(camelCase);
    expect(renamed.length).toBeGreaterThan(50);
    expect(renamed.filter((name) => !own.has(name))).toEqual([]);
  });
});

describe('parameters mean what they mean in Pyro', () => {
  beforeAll(async () => {
    await ready({ engine: 'cpu' });
  });

  it.each(pyro.densities.map((density) => [density.family, density] as const))('%s', (family, density) => {
    const factory = own.get(camelCase(family)) as (params: unknown) => Distribution;
    const params = Object.entries(density.params).map(([name, x]) => [newNames[name] ?? camelCase(name), given(x)]);
    const got = factory(Object.fromEntries(params)).logProb(tf.tensor(density.value));
    // Another meaning would show in the first digits; of float32 there are seven, less the terms that cancel.
    expectClose(got, [density.logProb], { tolerance: 4e-6 });
  });
});

const newNames: Readonly<Record<string, string>> = { v: 'value' };

function given(x: tf.TensorLike): number | tf.Tensor {
  return typeof x === 'number' ? x : tf.tensor(x);
}

/** `real_vector`, `RealVector` and `LKJCholesky` as `realVector`, `realVector` and `lkjCholesky`. */
function camelCase(name: string): string {
  const joined = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return joined.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase());
}
