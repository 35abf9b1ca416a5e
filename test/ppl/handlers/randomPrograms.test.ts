// The laws of handlers (specification 1.5, 13.9 and 13.19) over random small programs with plates, masks and scales.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal } from '../../../src/dist/index.js';
import { logProbSum, sampleSites } from '../../../src/infer/index.js';
import {
  block,
  condition,
  handle,
  inferConfig,
  intervene,
  lift,
  locScaleReparam,
  mask,
  module,
  param,
  reparam,
  replay,
  sample,
  scale,
  scope,
  seed,
  substitute,
  trace,
  uncondition,
  type Program,
  type Trace,
} from '../../../src/ppl/index.js';
import { programOf, smallProgram, tablesOf, tensorsOf } from '../../../src/testing/index.js';
import { expectClose } from '../../support/expectClose.js';
import { summaryOf } from '../../support/summaryOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';

type Body = Program<[]>;
type Wrap = (body: Body) => Body;

useScalarEngine();

/** Where the sums of a program's densities differ by their order, and by the rounding of a rewritten value. */
const ROUNDING = { roundings: 200 };

const old = trace(seed(99, bodyOf(7)))();
const firstHalf: Wrap = (f) => block({ hideFn: ({ name }) => name < 's2' }, f);
const idempotent: Readonly<Record<string, Wrap>> = {
  trace: (f) => () => trace(f)().result,
  block: firstHalf,
  replay: (f) => replay(old, f),
  condition: (f) => condition({ s1: tf.scalar(0) }, f),
  uncondition,
  mask: (f) => mask(tf.scalar(true, 'bool'), f),
  hide: (f) => mask(false, f),
};
const others: Readonly<Record<string, Wrap>> = {
  scale: (f) => scale(2, f),
  scope: (f) => scope('in', f),
  module: (f) => module('net', f),
  config: (f) => inferConfig(() => ({ expand: true }), f),
  intervene: (f) => intervene({ s0: tf.scalar(0) }, f),
  reparam: (f) => reparam(locScaleReparam({ centered: 0 }), f),
};
const wrappers = { ...idempotent, ...others };

describe('idempotent', () => {
  it.each(Object.keys(idempotent))('%s: twice is once, in random surroundings', (name) => {
    const wrap = wrapperNamed(name);
    forPrograms((body, outer) => expectSame(outer(wrap(wrap(body))), outer(wrap(body))), 12);
  });

  it('an inner trace changes nothing outside', () => {
    forPrograms(
      (body, outer) =>
        expectSame(
          outer(() => trace(body)().result),
          outer(body),
        ),
      12,
    );
  });
});

describe('algebra', () => {
  it('scales multiply, masks combine, scopes join', () => {
    const m = tf.scalar(true, 'bool');
    forPrograms((body, outer) => {
      expectSame(outer(scale(2, scale(0.25, body))), outer(scale(0.5, body)));
      expectSame(outer(mask(m, mask(false, body))), outer(mask(false, body)));
      expectSame(outer(mask(m, scale(2, body))), outer(scale(2, mask(m, body))));
      expectSame(outer(scope('p', scope('q', body))), outer(scope('p/q', body)));
      expectSame(outer(module('p', module('q', body))), outer(module('p/q', body)));
    }, 10);
  });

  it('a condition on every observed site does not see an uncondition inside', () => {
    forPrograms((body, outer) => {
      const sites = sampleSites(trace(seed(0, body))()).filter(({ observed }) => observed);
      const data = Object.fromEntries(sites.map(({ name, value }) => [name, tf.neg(value)]));
      expectSame(outer(condition(data, uncondition(body))), outer(condition(data, body)));
    }, 12);
  });
});

describe('densities', () => {
  it('replay of the program that made a trace gives its values and its logProbSum', () => {
    forPrograms((body) => {
      const first = trace(seed(1, body))();
      const again = trace(seed(2, replay(first, body)))();
      expect(valuesOf(again)).toEqual(valuesOf(first));
      expectClose(logProbSum(again), logProbSum(first));
    });
  });

  it('scope only renames, and a seed inside makes the same draws', () => {
    forPrograms((body) => {
      const plain = trace(seed(1, body))();
      const scoped = trace(scope('a', seed(1, body)))();
      expect([...scoped.sites.keys()]).toEqual([...plain.sites.keys()].map((name) => `a/${name}`));
      expect(Object.values(valuesOf(scoped))).toEqual(Object.values(valuesOf(plain)));
      expectClose(logProbSum(scoped), logProbSum(plain));
    });
  });

  it('an intervention that sets what would have been changes no value and no density', () => {
    forPrograms((body) => {
      const natural = trace(seed(1, body))();
      const intervened = trace(seed(1, intervene(natural, body)))();
      expect(valuesOf(intervened)).toEqual(valuesOf(natural));
      expectClose(logProbSum(intervened), logProbSum(natural));
    });
  });

  it('an intervention leaves the densities of what came before alone', () => {
    forPrograms((body) => {
      const natural = trace(seed(1, body))();
      const [cut] = sampleSites(natural).filter(({ observed }) => !observed);
      if (cut === undefined) return;
      const intervened = trace(seed(1, intervene({ [cut.name]: tf.zerosLike(cut.value) }, body)))();
      const names = [...natural.sites.keys()];
      const before = names.slice(0, names.indexOf(cut.name) + 1);
      const [a, b] = [valuesOf(intervened), valuesOf(natural)];
      for (const name of before) expect(a[name]).toEqual(b[name]);
    });
  });

  it('reparam: the joint density at the values that come about is that of the plain program', () => {
    forPrograms((body) => {
      const rewritten = trace(seed(1, reparam(locScaleReparam({ centered: 0 }), body)))();
      const values = [...rewritten.sites.values()].filter(({ type }) => type !== 'param');
      const plain = trace(condition(Object.fromEntries(values.map(({ name, value }) => [name, value])), body))();
      // The points have scale 1, so the Jacobians are 0.
      expectClose(logProbSum(rewritten), logProbSum(plain), ROUNDING);
    });
  });

  it('lift adds the density of the prior at the value, once', () => {
    const prior = normal({ loc: 0, scale: 1 });
    forPrograms((body) => {
      const both = (): void => {
        const w = param('w', tf.scalar(3));
        scale(2, () => body())();
        param('w', tf.scalar(3));
        expect(w.rank).toBe(0);
      };
      const lifted = trace(seed(1, lift({ w: prior }, both)))();
      const plain = trace(seed(1, both))();
      const w = lifted.sites.get('w')?.value ?? tf.scalar(NaN);
      expectClose(tf.sub(logProbSum(lifted), logProbSum(plain)), prior.logProb(w), ROUNDING);
    });
  });
});

describe('unwinding', () => {
  it('after a throw at any site, under any handlers, the next run is that of a fresh start', () => {
    forPrograms((body, outer, at) => {
      const fresh = outcome(outer(body));
      expect(() => trace(outer(failing(body, at)))()).toThrow();
      expect(outcome(outer(body))).toEqual(fresh);
      // Nothing is left that would answer a draw.
      expect(() => sample('z', normal({ loc: 0, scale: 1 }))).toThrow('expected a random key');
    });
  });
});

/** Checks a law about a random program, in a random stack of handlers. */
function forPrograms(law: (body: Body, outer: Wrap, at: number) => void, numRuns = 15): void {
  const stacks = fc.array(fc.constantFrom(...Object.keys(wrappers)), { maxLength: 2 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), stacks, fc.integer({ min: 0, max: 3 }), (number, stack, at) => {
      tf.tidy(() => {
        law(
          bodyOf(number),
          (f) =>
            seed(
              11,
              stack.reduce((g, name) => wrapperNamed(name)(g), f),
            ),
          at,
        );
      });
    }),
    { numRuns },
  );
}

/** The model of a small program with its tables. */
function bodyOf(number: number): Body {
  const program = smallProgram(number);
  const { model } = programOf(program);
  const tables = tablesOf(program);
  return () => {
    // Made in each run, which may be within a tidy of its own.
    const values = Object.fromEntries(
      Object.entries(tensorsOf(program, tables)).filter(([name]) => name.startsWith('model')),
    );
    return substitute(values, () => model())();
  };
}

/** The program, failing at the `at`-th sample site, or at its end if it has fewer. */
function failing(body: Body, at: number): Body {
  return () => {
    let count = 0;
    const boom = (): never => {
      throw new Error('boom');
    };
    handle({ sample: (message, outer) => ((count += 1) > at ? boom() : outer(message)) }, body);
    boom();
  };
}

function wrapperNamed(name: string): Wrap {
  return (wrappers as Readonly<Record<string, Wrap>>)[name] ?? ((f) => f);
}

function valuesOf({ sites }: Trace): Record<string, number[]> {
  return Object.fromEntries([...sites.values()].map(({ name, value }) => [name, [...value.dataSync()]]));
}

/** Both programs do the same, seen from outside: equal records, or errors of one kind. */
function expectSame(a: Body, b: Body): void {
  expect(outcome(a)).toEqual(outcome(b));
}

function outcome(f: Body): unknown {
  try {
    return summaryOf(trace(f)());
  } catch (error) {
    return (error as Error).name;
  }
}
