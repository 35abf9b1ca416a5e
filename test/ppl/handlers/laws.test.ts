// The laws of handlers, in random surroundings of other handlers.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal } from '../../../src/dist/index.js';
import { logProbSum } from '../../../src/infer/index.js';
import {
  block,
  condition,
  deterministic,
  inferConfig,
  mask,
  param,
  plate,
  replay,
  sample,
  scale,
  seed,
  substitute,
  trace,
  type Program,
} from '../../../src/ppl/index.js';
import { expectClose } from '../../support/expectClose.js';
import { summaryOf } from '../../support/summaryOf.js';

type Wrap = (program: Program<[], tf.Tensor>) => Program<[], tf.Tensor>;

const program: Program<[], tf.Tensor> = () => {
  const w = param('w', tf.scalar(2));
  const a = sample('a', normal({ loc: w, scale: 1 }));
  plate('some', 5, () => sample('b', normal({ loc: a, scale: 0.5 })), { subsampleSize: 3 });
  sample('x', normal({ loc: a, scale: 2 }), { obs: tf.scalar(1.5) });
  return deterministic('sum', tf.add(a, w));
};

const old = trace(seed(99, program))();
const wrappers: Readonly<Record<string, Wrap>> = {
  scale: (f) => scale(2, f),
  tensorScale: (f) => scale(tf.scalar(0.5), f),
  mask: (f) => mask(tf.scalar(true, 'bool'), f),
  hide: (f) => mask(false, f),
  condition: (f) => condition({ a: tf.scalar(0.25) }, f),
  substitute: (f) => substitute({ w: tf.scalar(-1) }, f),
  block: (f) => block({ hide: ['b', 'sum'] }, f),
  replay: (f) => replay(old, f),
  config: (f) => inferConfig(() => ({ isAuxiliary: true }), f),
  traced: (f) => () => trace(f)().result,
  seeded: (f) => seed(5, f),
};
const names = Object.keys(wrappers);
const surroundings = fc.array(fc.constantFrom(...names), { maxLength: 3 });

describe('laws of handlers', () => {
  const idempotent = ['traced', 'block', 'replay', 'condition', 'substitute', 'mask', 'hide', 'config', 'seeded'];
  it.each(idempotent)('%s: twice is once', (name) => {
    everywhere((inner, outer) => {
      expectSame(outer(wrap(name)(wrap(name)(inner))), outer(wrap(name)(inner)));
    });
  });

  it('an inner trace never changes what an outer one records', () => {
    everywhere((inner, outer) => expectSame(outer(wrap('traced')(inner)), outer(inner)));
  });

  it.each(['condition', 'replay', 'substitute'])('trace commutes with %s', (name) => {
    const inside = trace(seed(1, wrap(name)(program)))();
    let outside: unknown;
    seed(
      1,
      wrap(name)(() => {
        const traced = trace(program)();
        outside = rowsOf(traced).map(({ name: site, value }) => [site, value]);
        return traced.result;
      }),
    )();
    expect(outside).toEqual(rowsOf(inside).map(({ name: site, value }) => [site, value]));
  });

  it('scales multiply, masks combine, and scale and mask commute', () => {
    const m = tf.scalar(true, 'bool');
    everywhere((inner, outer) => {
      expectSame(outer(scale(2, scale(0.25, inner))), outer(scale(0.5, inner)));
      expectSame(outer(mask(m, mask(false, inner))), outer(mask(false, inner)));
      expectSame(outer(mask(m, scale(2, inner))), outer(scale(2, mask(m, inner))));
    });
  });

  it('seed twice gives identical traces', () => {
    expect(summaryOf(trace(seed(3, program))())).toEqual(summaryOf(trace(seed(3, program))()));
  });

  it('replay of the program that made a trace gives the same result and the same logProbSum', () => {
    const first = trace(seed(4, program))();
    const again = trace(seed(5, replay(first, program)))();
    expectClose(again.result, first.result);
    expectClose(logProbSum(again), logProbSum(first));
  });
});

/** Checks a law about `inner` and about what surrounds it, in random stacks of other handlers. */
function everywhere(law: (inner: Program<[], tf.Tensor>, outer: Wrap) => void): void {
  fc.assert(
    fc.property(surroundings, surroundings, (inside, outside) => {
      law(stack(inside)(program), (f) => seed(11, stack(outside)(f)));
    }),
    { seed: 3, numRuns: 25 },
  );
}

function stack(chosen: readonly string[]): Wrap {
  return (f) => chosen.reduce((g, name) => wrap(name)(g), f);
}

function wrap(name: string): Wrap {
  return wrappers[name] ?? ((f) => f);
}

/** Both programs do the same, seen from outside: equal records, or errors of one kind. */
function expectSame(a: Program<[], tf.Tensor>, b: Program<[], tf.Tensor>): void {
  expect(outcome(a)).toEqual(outcome(b));
}

function outcome(f: Program<[], tf.Tensor>): unknown {
  try {
    return summaryOf(trace(f)());
  } catch (error) {
    return (error as Error).name;
  }
}

function rowsOf(
  traced: Parameters<typeof summaryOf>[0],
): readonly { readonly name: string; readonly value: readonly number[] }[] {
  return (summaryOf(traced) as { rows: { name: string; value: number[] }[] }).rows;
}
