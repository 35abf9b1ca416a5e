// Sequential enumeration, engines that run out of dims, crossed plates, and the plan of it all.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, categorical, normal } from '../../../src/dist/index.js';
import { explain, traceEnumElbo } from '../../../src/infer/index.js';
import { engineInfo, EnumerationError, key } from '../../../src/num/index.js';
import { markov, plate, sample } from '../../../src/ppl/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

type Program = () => unknown;
type Strategy = 'parallel' | 'sequential';

function loss(model: Program, guide: Program, plan = { maxPlateNesting: 0 }): number {
  const pair = { model, guide, args: [] };
  return tf.tidy(() => traceEnumElbo().loss(pair, key(0), plan).dataSync()[0] ?? NaN);
}

function numRuns(model: Program, guide: Program): number {
  return tf.tidy(() => traceEnumElbo().traces({ model, guide, args: [] }, key(0), { maxPlateNesting: 0 }).length);
}

const coin = (name: string, probs: number, enumerate: Strategy = 'parallel'): tf.Tensor =>
  sample(name, bernoulli({ probs }), { infer: { enumerate } });

/** A sum of coins and what is seen of it. */
const total = (names: readonly string[], probs: number, of: (name: string) => Strategy) => (): tf.Tensor =>
  names.map((name) => coin(name, probs, of(name))).reduce((sum, value) => tf.add(sum, value), tf.scalar(0));

describe('sequential enumeration', () => {
  useScalarEngine();

  it('runs once for each joint value, and only for sites that a value leads to', () => {
    const both = total(['a', 'b'], 0.3, () => 'sequential');
    expect(numRuns(both, both)).toBe(4);
    const branch: Program = () => {
      const a = coin('a', 0.3, 'sequential');
      return a.dataSync()[0] === 1 ? coin('b', 0.5, 'sequential') : a;
    };
    expect(numRuns(branch, branch)).toBe(3);
    expectClose(loss(branch, branch), 0, { tolerance: 1e-6 });
  });

  it('is the same as in parallel, also where the structure of the program depends on it', () => {
    const model = (strategy: Strategy) => (): void => {
      const k = coin('k', 0.3, strategy);
      plate('p', 3, () => {
        const z = sample('z', categorical({ logits: tf.tensor1d([0, 1, -1]) }), { infer: { enumerate: strategy } });
        const loc = tf.add(tf.cast(z, 'float32'), k);
        sample('x', normal({ loc, scale: 1 }), { obs: tf.tensor1d([0, 1, 2]) });
      });
    };
    const guide = (strategy: Strategy) => (): void => {
      coin('k', 0.6, strategy);
      plate('p', 3, () => sample('z', categorical({ logits: tf.zeros([3]) }), { infer: { enumerate: strategy } }));
    };
    const plan = { maxPlateNesting: 1 };
    expectClose(
      loss(model('sequential'), guide('sequential'), plan),
      loss(model('parallel'), guide('parallel'), plan),
      {
        roundings: 64,
      },
    );
  });
});

describeEngines('an engine that runs out of dims', () => {
  const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `k${i}`);

  it('enumerates some of the guide in sequence instead', () => {
    const { maxRank } = engineInfo();
    const many = names(maxRank + 2);
    const model = (of: (name: string) => Strategy) => (): void => {
      sample('x', normal({ loc: total(many, 0.4, of)(), scale: 1 }), { obs: tf.scalar(1) });
    };
    const guide = (of: (name: string) => Strategy) => total(many, 0.7, of);
    const by = (name: string): Strategy => (many.indexOf(name) < 3 ? 'sequential' : 'parallel');
    expect(
      numRuns(
        model(() => 'parallel'),
        guide(() => 'parallel'),
      ),
    ).toBe(4);
    expectClose(
      loss(
        model(() => 'parallel'),
        guide(() => 'parallel'),
      ),
      loss(model(by), guide(by)),
      { relative: 1e-5 },
    );
  });

  it('says which dims are in use where the model alone needs too many', () => {
    const { maxRank } = engineInfo();
    const model = total(names(maxRank + 1), 0.4, () => 'parallel');
    expect(() => loss(model, () => undefined)).toThrow(EnumerationError);
    expect(() => loss(model, () => undefined)).toThrow(`sample("k${maxRank}")`);
    expect(() => loss(model, () => undefined)).toThrow('dim -1 is "k0"');
  });

  it('sums go beyond its rank where no single value does', () => {
    // Each pair is a factor of its own; joined by the first site, they have more dims than any engine.
    const pairs = names(6);
    const model = (): void => {
      plate('p', 2, () => {
        markov(pairs, (name) => sample(name, bernoulli({ probs: 0.5 }), { infer: { enumerate: 'parallel' } }), {
          history: 6,
        });
      });
    };
    expectClose(
      loss(model, () => undefined, { maxPlateNesting: 1 }),
      0,
      { tolerance: 1e-5 },
    );
  });
});

describe('explain', () => {
  useScalarEngine();

  const mixture = (): void => {
    const k = coin('k', 0.3);
    plate('p', 3, () => {
      const z = sample('z', bernoulli({ probs: tf.add(0.2, tf.mul(0.5, k)) }), { infer: { enumerate: 'parallel' } });
      sample('x', normal({ loc: z, scale: 1 }), { obs: tf.tensor1d([0, 1, 2]) });
    });
  };

  it('names sites, dims, factors, order and cost', () => {
    const plan = explain(mixture, () => undefined, []);
    expect(plan).toMatchObject({ maxPlateNesting: 1, numRuns: 1 });
    expect(plan.sites).toEqual([
      { name: 'k', side: 'model', strategy: 'parallel', size: 2, dim: -2, plates: [] },
      { name: 'z', side: 'model', strategy: 'parallel', size: 2, dim: -3, plates: ['p'] },
    ]);
    const [component] = plan.components;
    expect(component?.factors).toHaveLength(3);
    expect(component?.steps.map(({ kind, over }) => [kind, ...over])).toEqual([
      ['sum', 'z'],
      ['product', 'p'],
      ['sum', 'k'],
    ]);
    // z, k and p together.
    expect(component?.cells).toBe(12);
    expect(plan.text).toContain('model k: 2 values, parallel at dim -2');
    expect(plan.text).toContain('sum over z');
  });

  it('tells runs in sequence and plates taken index by index', () => {
    const guide = (): unknown => coin('g', 0.5, 'sequential');
    const crossed = (): void => {
      guide();
      const a = plate('a', 2, () => coin('ka', 0.3), { dim: -1 });
      const b = plate('b', 3, () => coin('kb', 0.3), { dim: -2 });
      const x = (): tf.Tensor => sample('x', normal({ loc: tf.add(a, b), scale: 1 }), { obs: tf.zeros([3, 2]) });
      plate('a', 2, () => plate('b', 3, x, { dim: -2 }), { dim: -1 });
    };
    warningsOf(() => {
      const plan = explain(crossed, guide, []);
      expect(plan.numRuns).toBe(2);
      expect(plan.components[0]?.unrolled).toEqual(['a']);
      expect(plan.text).toContain('taken index by index: a');
      expect(plan.text).toContain('guide g: 2 values, sequential');
    });
  });
});
