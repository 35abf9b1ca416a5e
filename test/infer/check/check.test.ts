// Each finding of the linter, and a near miss without it.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bernoulli, delta, gamma, normal, uniform } from '../../../src/dist/index.js';
import { check, configEnumerate, type Finding } from '../../../src/infer/index.js';
import { ArgumentError, type EnumerationError } from '../../../src/num/index.js';
import {
  block,
  factor,
  lift,
  locScaleReparam,
  mask,
  module,
  param,
  plate,
  reparam,
  sample,
  scope,
  substitute,
  type Program,
} from '../../../src/ppl/index.js';
import { isTooGlobal, programOf, smallProgram, tablesOf, tensorsOf } from '../../../src/testing/index.js';
import { describeEngines } from '../../support/engines.js';
import { newTensors } from '../../support/newTensors.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

type Body = Program<[]>;
const standard = normal({ loc: 0, scale: 1 });
const latent = (name = 'z', infer: object = {}): tf.Tensor => sample(name, standard, { infer });
const fitted = (name = 'z'): tf.Tensor => sample(name, normal({ loc: param(`${name} mean`, tf.scalar(0)), scale: 1 }));
const nothing: Body = () => undefined;

/** Which things are found, in which places. */
function found(model: Body, guide: Body = nothing): string[] {
  let findings: readonly Finding[] = [];
  const warnings = warningsOf(() => (findings = check(model, guide, [])));
  expect(warnings).toEqual([]);
  return findings.map(({ severity, kind, side, name }) => `${severity} ${kind} ${side} ${name ?? '-'}`);
}

const regression: Body = () => {
  const slope = latent('slope');
  plate('data', 3, () => sample('y', normal({ loc: slope, scale: 1 }), { obs: tf.tensor1d([1, 2, 3]) }));
};

describeEngines('check', () => {
  it('finds nothing in a pair that fits, and leaves no tensor', () => {
    const guide: Body = () => fitted('slope');
    expect(found(regression, guide)).toEqual([]);
    expect(newTensors(() => check(regression, guide, []))).toBe(0);
  });

  it('finds nothing where discrete sites are summed out', () => {
    const model = configEnumerate(() => {
      const k = sample('k', bernoulli({ probs: param('p', tf.scalar(0.5)) }));
      sample('x', normal({ loc: k, scale: 1 }), { obs: tf.scalar(1) });
    });
    expect(found(model)).toEqual([]);
  });
});

describe('programs that do not run', () => {
  useScalarEngine();

  it('are findings that name the site, each on its side', () => {
    const twice: Body = () => [latent(), latent()];
    expect(found(twice, twice)).toEqual(['error throws guide z', 'error throws model z']);
    const broken: Body = () => {
      throw new Error('boom');
    };
    expect(check(regression, broken, []).map(({ message }) => message)).toContain('boom');
    // The model is looked at all the same.
    expect(found(twice, broken)).toEqual(['error throws guide -', 'error throws model z']);
  });

  it('a guide and model that disagree about a subsample do not run together', () => {
    const over =
      (size: number): Body =>
      () =>
        plate('p', size, () => 0);
    expect(found(over(3), over(4))).toEqual(['error throws model p']);
    expect(found(over(3), over(3))).toEqual([]);
  });

  it('their warnings are findings too', () => {
    expect(found(substitute({ w: tf.scalar(1) }, nothing))).toEqual(['warning warning model -']);
  });
});

describe('names', () => {
  useScalarEngine();

  it('sites on one side only', () => {
    expect(found(() => latent(), nothing)).toEqual(['warning missingSite model z']);
    expect(found(nothing, () => latent())).toEqual(['warning extraSite guide z']);
    expect(found(nothing, () => latent('z', { isAuxiliary: true }))).toEqual([]);
    expect(
      found(
        () => latent(),
        () => latent('z', { isAuxiliary: true }),
      ),
    ).toEqual(['warning auxiliarySite guide z']);
  });

  it('a missing discrete site is advised to be enumerated', () => {
    const [finding] = check(() => sample('k', bernoulli({ probs: 0.5 })), nothing, []);
    expect(finding?.message).toContain('traceEnumElbo');
    const [other] = check(() => latent(), nothing, []);
    expect(other?.message).not.toContain('traceEnumElbo');
  });

  it('a guide site that the model observes', () => {
    const data: Body = () => sample('z', standard, { obs: tf.scalar(0) });
    expect(found(data, () => latent())).toEqual(['error observed guide z']);
    expect(
      found(
        data,
        block({}, () => latent()),
      ),
    ).toEqual([]);
  });

  it('plates of the guide that the model lacks', () => {
    expect(found(nothing, () => plate('p', 2, nothing))).toEqual(['warning plates guide p']);
  });
});

describe('shapes', () => {
  useScalarEngine();
  const wide = (n: number): ReturnType<typeof normal> => normal({ loc: tf.zeros([n]), scale: 1 });

  it('a batch dim that no plate holds', () => {
    const data = (n: number): object => ({ obs: tf.zeros([n]) });
    expect(found(() => sample('x', wide(3), data(3)))).toEqual(['error batchShape model x']);
    expect(found(() => sample('x', wide(3).toEvent(1), data(3)))).toEqual([]);
    expect(found(() => plate('p', 3, () => sample('x', wide(3), data(3))))).toEqual([]);
    expect(found(() => plate('p', undefined, () => sample('x', wide(3), data(3))))).toEqual([]);
  });

  it('one datum in a whole plate', () => {
    const at =
      (n: number): Body =>
      () =>
        plate('p', 3, () => sample('x', standard, { obs: tf.zeros([n]) }));
    expect(found(at(1))).toEqual(['warning dataSize model x']);
    expect(found(at(3))).toEqual([]);
    expect(found(() => plate('p', 3, () => factor('f', tf.scalar(1))))).toEqual([]);
  });

  it('event shapes and plates that differ', () => {
    const event: Body = () => sample('z', wide(2).toEvent(1));
    const inPlate =
      (name: string): Body =>
      () =>
        plate(name, 2, () => latent());
    // A value of another event shape is refused by the model's own check.
    expect(found(() => latent(), event)).toEqual(['error eventShape both z', 'error batchShape model z']);
    expect(found(inPlate('p'), inPlate('q'))).toContain('error plates both z');
    expect(found(inPlate('p'), inPlate('p'))).toEqual([]);
  });
});

describe('numbers', () => {
  useScalarEngine();

  it('data outside the support, except under a mask', () => {
    const at =
      (x: number): Body =>
      () =>
        sample('u', uniform({ low: 0, high: 1 }), { obs: tf.scalar(x) });
    expect(found(at(2))).toEqual(['error support model u']);
    expect(found(at(0.5))).toEqual([]);
    expect(found(mask(tf.scalar(false, 'bool'), at(2)))).toEqual([]);
  });

  it('parameters of distributions', () => {
    const at =
      (s: number): Body =>
      () =>
        sample('x', normal({ loc: 0, scale: tf.scalar(s) }), { obs: tf.scalar(0) });
    expect(found(at(-1))).toEqual(['error parameter model x']);
    expect(found(at(1))).toEqual([]);
  });

  it('log densities that are not finite, by site', () => {
    const at =
      (x: number): Body =>
      () =>
        factor('f', tf.scalar(x));
    expect(found(at(Infinity))).toEqual(['error nonFinite model f']);
    expect(found(at(-1e30))).toEqual([]);
    const impossible: Body = () => sample('d', delta({ value: 1 }), { obs: tf.scalar(2) });
    expect(found(impossible)).toEqual(['error nonFinite model d']);
  });

  it('supports that differ, in either direction', () => {
    const positive: Body = () => sample('z', gamma({ concentration: 9, rate: 1 }));
    expect(found(positive, () => fitted())).toContain('error support both z');
    // Far from 0, where no single draw would tell.
    const far: Body = () => sample('z', normal({ loc: 3, scale: 1 }));
    expect(found(positive, far)).toContain('error support both z');
    expect(found(() => latent(), positive)).toEqual(['warning support both z']);
    expect(found(positive, positive)).toEqual([]);
    expect(
      found(
        () => latent(),
        () => sample('z', delta({ value: param('v', tf.scalar(1)) })),
      ),
    ).toEqual([]);
  });
});

describe('gradients', () => {
  useScalarEngine();
  const coin = (infer: object = {}): tf.Tensor =>
    sample('k', bernoulli({ probs: param('p', tf.scalar(0.5)) }), { infer });
  const model: Body = () => sample('k', bernoulli({ probs: 0.25 }));

  it('sites with score-function gradients, unless enumerated or with a baseline', () => {
    expect(found(model, () => coin())).toEqual(['warning gradient guide k']);
    expect(found(model, () => coin({ enumerate: 'parallel' }))).toEqual([]);
    expect(found(model, () => coin({ baseline: { value: tf.scalar(0) } }))).toEqual([]);
    expect(
      found(
        () => latent(),
        () => latent('z', { gradient: 'score' }),
      ),
    ).toEqual(['warning gradient guide z']);
  });

  it('estimators that are impossible', () => {
    expect(found(model, () => coin({ gradient: 'reparam' }))).toEqual(['error gradient guide k']);
    const bare: Body = () => factor('f', tf.scalar(1));
    expect(found(nothing, bare)).toEqual(['error gradient guide f']);
    expect(found(nothing, () => factor('f', tf.scalar(1), { hasRsample: true }))).toEqual([]);
  });

  it('parameters that nothing depends on, but not those whose gradient is 0 where they start', () => {
    const unused: Body = () => {
      param('idle', tf.zeros([2]));
      fitted('slope');
    };
    expect(found(regression, unused)).toEqual(['warning unusedParam both idle']);
    // At its start the mean is where the density is flat.
    const flat: Body = () => sample('x', normal({ loc: param('at', tf.scalar(3)), scale: 1 }), { obs: tf.scalar(3) });
    expect(found(flat)).toEqual([]);
  });

  it('gradients that are not finite', () => {
    const root: Body = () => factor('f', tf.mul(tf.sqrt(tf.mul(param('w', tf.scalar(1)), 0)), 1));
    expect(found(root)).toEqual(['error nonFinite both w']);
  });

  it('what only the objective sees: errors of enumeration', () => {
    const mixed: Body = () => {
      const k = sample('k', bernoulli({ probs: 0.5 }), { infer: { enumerate: 'parallel' } });
      plate('p', 2, () => sample('x', normal({ loc: k, scale: 1 }), { obs: tf.zeros([1]) }), { subsample: [0] });
    };
    const findings = check(mixed, nothing, []).filter(({ severity }) => severity === 'error');
    expect(findings.map(({ kind, error }) => [kind, (error as EnumerationError).code])).toEqual([
      ['throws', 'EnumerationError'],
    ]);
  });
});

describe('pairs that fit', () => {
  useScalarEngine();
  const chain: Body = () => {
    const x = sample('x', normal({ loc: param('loc', tf.scalar(1)), scale: 2 }));
    plate('p', 2, () =>
      sample('y', normal({ loc: x, scale: 1 }), { obs: tf.tensor1d([1, NaN]), obsMask: tf.tensor1d([1, 0], 'bool') }),
    );
  };
  const missing = (): tf.Tensor => plate('p', 2, () => fitted('y_unobserved'));

  it('through reparam, lift, scope and obsMask', () => {
    expect(found(chain, () => [fitted('x'), missing()])).toEqual([]);
    const decentred = reparam({ x: locScaleReparam({ centered: 0 }) }, chain);
    expect(found(decentred, () => [fitted('x_decentered'), missing()])).toEqual([]);
    const bayesian = lift({ loc: standard }, chain);
    expect(found(bayesian, () => [fitted('loc'), fitted('x'), missing()])).toEqual([]);
    expect(
      found(
        scope('a', chain),
        scope('a', () => [fitted('x'), missing()]),
      ),
    ).toEqual([]);
    expect(found(module('a', chain), () => [fitted('x'), missing()])).toEqual([]);
  });

  it('random small programs have no errors, unless they sum too globally', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), (number) => {
        const program = smallProgram(number);
        fc.pre(!isTooGlobal(program));
        const tables = tensorsOf(program, tablesOf(program));
        const { model, guide } = programOf(program);
        const pair = [model, guide].map((body): Body => substitute(tables, () => body())) as [Body, Body];
        expect(check(...pair, []).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('options', () => {
  it('are closed', () => {
    expect(() => check(nothing, nothing, [], { seed: 1 } as object)).toThrow(ArgumentError);
    expect(() => check(nothing, nothing, [], { key: 1 })).not.toThrow();
  });

  it('arguments reach both programs', () => {
    const seen: number[] = [];
    const body = (x: number): void => void seen.push(x);
    check(body, body, [7]);
    expect(new Set(seen)).toEqual(new Set([7]));
  });
});
