import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { normal } from '../../src/dist/index.js';
import { logProbSum, sampleSites } from '../../src/infer/index.js';
import { ArgumentError, ShapeError, SiteError } from '../../src/num/index.js';
import {
  block,
  mask,
  param,
  plate,
  replay,
  sample,
  scale,
  seed,
  sequentialPlate,
  subsample,
  trace,
} from '../../src/ppl/index.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';

const standard = normal({ loc: 0, scale: 1 });
const inside = (name = 'x'): tf.Tensor => sample(name, standard);
const site = (program: () => unknown): ReturnType<typeof sampleSites>[number] => {
  const [first] = sampleSites(trace(seed(0, program))());
  if (first === undefined) throw new Error('no site');
  return first;
};

describe('plate', () => {
  it('expands sites to its size at its dim, whether or not the value is known, and passes all indices', () => {
    expect(plate('p', 3, (indices) => indices)).toEqual([0, 1, 2]);
    expect(site(() => plate('p', 3, () => inside())).value.shape).toEqual([3]);
    const observed = site(() => plate('p', 3, () => sample('x', standard, { obs: tf.scalar(0) })));
    expect(observed.dist.batchShape).toEqual([3]);
  });

  it('allots the rightmost dim that no plate around holds', () => {
    const dims = (program: () => unknown): unknown => site(program).plates.map(({ name, dim }) => [name, dim]);
    expect(dims(() => plate('a', 2, () => plate('b', 3, () => inside())))).toEqual([
      ['a', -1],
      ['b', -2],
    ]);
    expect(dims(() => plate('a', 2, () => plate('b', 3, () => inside()), { dim: -2 }))).toEqual([
      ['a', -2],
      ['b', -1],
    ]);
  });

  it('multiplies the scale by size / subsampleSize; nested plates and scale handlers multiply too', () => {
    const program = scale(5, () =>
      plate('a', 6, () => plate('b', 4, () => inside(), { subsample: [1] }), { subsampleSize: 3 }),
    );
    expect(site(program).scale).toBe(5 * 2 * 4);
    expect(site(program).value.shape).toEqual([1, 3]);
  });

  it('draws distinct indices by name, the same wherever the plate comes and whatever else is drawn', () => {
    const draw = (before: () => void, name = 'p'): readonly number[] =>
      seed(1, () => {
        before();
        return plate(name, 100, (indices) => indices, { subsampleSize: 10 });
      })();
    const first = draw(() => undefined);
    expect(new Set(first).size).toBe(10);
    expect(draw(() => void sample('z', standard))).toEqual(first);
    expect(draw(() => void plate('p', 100, () => 0, { subsampleSize: 10 }))).toEqual(first);
    expect(draw(() => undefined, 'q')).not.toEqual(first);
  });

  it('takes indices from a function of a key', () => {
    const program = seed(0, () => plate('p', 4, (indices) => indices, { subsample: ([, word]) => [word % 4] }));
    expect(program()).toEqual(program());
    expect(() => plate('p', 4, () => 0, { subsample: () => [4] })).toThrow(SiteError);
  });

  it.each([
    [{ size: 0 }, 'plate("p"): expected an integer size of at least 1, got 0'],
    [{ size: 2.5 }, 'expected an integer size of at least 1, got 2.5'],
    [{ size: 3, subsampleSize: 4 }, 'expected subsampleSize from 1 to 3, got 4'],
    [{ size: 3, subsampleSize: 0 }, 'expected subsampleSize from 1 to 3, got 0'],
    [{ size: 3, subsampleSize: 2, subsample: [0] }, 'expected subsampleSize = 2 indices, got 1'],
    [{ size: 3, subsample: [] }, 'expected 1 to 3 indices in subsample, got 0'],
    [{ size: 3, subsample: [1, 1] }, 'expected distinct integer indices from 0 to 2, got 1'],
    [{ size: 3, subsample: [3] }, 'expected distinct integer indices from 0 to 2, got 3'],
    [{ size: undefined, subsampleSize: 2 }, 'expected a size beside subsampleSize, got 2'],
  ] as const)('rejects %j', ({ size, ...options }, message) => {
    const enter = seed(0, () => plate('p', size, () => 0, options));
    expect(enter).toThrow(ArgumentError);
    expect(enter).toThrow(message);
  });

  it('accepts a subsample of all indices in any order', () => {
    expect(plate('p', 3, (indices) => indices, { subsample: [2, 0, 1] })).toEqual([2, 0, 1]);
    expect(plate('p', 3, (indices) => indices, { subsampleSize: 3 })).toEqual([0, 1, 2]);
  });

  it('rejects a dim that is taken; the error names the other plate and a free dim', () => {
    const nested = (dim: number): unknown => plate('a', 2, () => plate('b', 2, () => 0, { dim }));
    const taken = errorOf(() => nested(-1));
    expect(taken).toMatchObject({ code: 'ShapeError', where: 'plate("b")', hint: 'dim: -2' });
    expect(taken.got).toMatch(/dim -1.*plate "a"/);
    expect(() => nested(-2)).not.toThrow();
    expect(errorOf(() => nested(0))).toMatchObject({ code: 'ShapeError', where: 'plate("b")', got: '0' });
  });

  it('rejects a plate inside itself', () => {
    expect(() => plate('a', 2, () => plate('a', 2, () => 0, { dim: -2 }))).toThrow(
      'plate("a"): expected a plate that is not inside itself',
    );
    expect(() => plate('a', 2, () => sequentialPlate('a', 2, () => 0))).toThrow(ShapeError);
  });

  it('rejects a batch that does not fit its size', () => {
    const at =
      (size: number): (() => unknown) =>
      () =>
        plate('p', 3, () => sample('x', normal({ loc: tf.zeros([size]), scale: 1 }), { obs: tf.zeros([size]) }));
    expect(() => trace(at(1))()).not.toThrow();
    const error = errorOf(() => trace(at(4))());
    expect(error).toMatchObject({ code: 'ShapeError', where: 'sample("x")', got: 'batch shape [4]' });
    expect(error.expected).toContain('plate "p"');
    expect(error.hint).toContain('toEvent(n)');
  });

  it('an unknown option is an error', () => {
    expect(() => plate('p', 3, () => 0, { subSample: [0] } as object)).toThrow(
      'plate("p"): expected the options subsampleSize, subsample, dim, got "subSample". Try "subsample".',
    );
  });

  describe('a second entry in a run', () => {
    const twice =
      (first: object, second: object, size = 4) =>
      () =>
        trace(
          seed(
            0,
            () => [plate('p', 4, (indices) => indices, first), plate('p', size, (indices) => indices, second)] as const,
          ),
        )().result;

    it('has the indices and the dim of the first', () => {
      const [a, b] = twice({ subsampleSize: 2, dim: -3 }, { subsampleSize: 2 })();
      expect(b).toEqual(a);
      const frames = trace(
        seed(0, () => {
          plate('p', 4, () => inside('a'), { dim: -3 });
          plate('p', 4, () => inside('b'));
        }),
      )();
      expect(sampleSites(frames).map(({ plates }) => plates[0]?.dim)).toEqual([-3, -3]);
    });

    it('may not differ in dim, size or kind', () => {
      const otherDim = errorOf(twice({ dim: -1 }, { dim: -2 }));
      expect(otherDim).toMatchObject({ code: 'ShapeError', where: 'plate("p")', got: 'size 4, dim -2' });
      expect(otherDim.expected).toContain('size 4, dim -1');
      expect(twice({}, {}, 5)).toThrow(ArgumentError);
      const bothKinds = (): unknown => trace(() => [plate('p', 2, () => 0), sequentialPlate('p', 2, () => 0)])();
      expect(bothKinds).toThrow('(size 2, dim -1), got size 2, sequential');
    });

    it('where another plate has taken the first dim is an error that advises an explicit dim', () => {
      const program = (dim?: number) => (): unknown => {
        plate('p', 2, () => 0, dim === undefined ? {} : { dim });
        return plate('q', 2, () => plate('p', 2, () => 0, dim === undefined ? {} : { dim }));
      };
      const error = errorOf(() => trace(program())());
      expect(error).toMatchObject({ code: 'ShapeError', hint: 'dim: -2 at every entry of the plate' });
      expect(error.got).toMatch(/dim -1.*plate "q"/);
      expect(() => trace(program(-2))()).not.toThrow();
    });
  });

  describe('replayed from another trace', () => {
    const indices =
      (options: object, size = 6) =>
      (): readonly number[] =>
        plate('p', size, (taken) => taken, options);
    const old = trace(seed(1, indices({ subsampleSize: 2 })))();

    it('has its indices, but finds its own dim', () => {
      expect(replay(old, indices({}))()).toEqual(old.result);
      expect(replay(old, indices({ subsampleSize: 2 }))()).toEqual(old.result);
      expect(replay(old, indices({ subsample: () => [5] }))()).toEqual(old.result);
      const nested = trace(
        seed(
          0,
          replay(old, () => plate('outer', 3, () => plate('p', 6, () => inside()))),
        ),
      )();
      expect(sampleSites(nested)[0]?.plates.map(({ dim }) => dim)).toEqual([-1, -2]);
    });

    it('may not differ in size or in a subsample of its own', () => {
      expect(replay(old, indices({}, 7))).toThrow(ShapeError);
      expect(replay(old, indices({}, 7))).toThrow('replay of plate("p"): expected size 6');
      expect(replay(old, indices({ subsampleSize: 3 }))).toThrow('expected subsampleSize = 3 indices, got 2');
      expect(replay(old, indices({ subsample: [0, 1, 2] }))).toThrow('replay of plate("p")');
      const full = trace(indices({}))();
      expect(replay(full, indices({ subsampleSize: 2 }))).toThrow('expected subsampleSize = 2 indices, got 6');
    });
  });

  describe('without a size', () => {
    const program =
      (...sizes: number[]) =>
      (): unknown =>
        plate('p', undefined, () =>
          sizes.map((size, i) =>
            sample(`x${i}`, normal({ loc: tf.zeros([size]), scale: 1 }), { obs: tf.zeros([size]) }),
          ),
        );

    it('adds a name and a dim, but neither expands nor scales', () => {
      const first = site(() => plate('p', undefined, () => inside()));
      expect([first.dist.batchShape, first.scale, first.plates[0]?.dim]).toEqual([[], 1, -1]);
    });

    it('sites in it agree on a size other than 1', () => {
      expect(() => trace(program(3, 1, 3))()).not.toThrow();
      const error = errorOf(() => trace(program(3, 4))());
      expect(error).toMatchObject({ code: 'ShapeError', where: 'sample("x1")', got: 'batch shape [4]' });
      expect(error.expected).toContain('batch size 1 or 3 at dim -1');
    });
  });

  it('a vectorised plate has the density of written-out copies', () => {
    const data = tf.tensor1d([0.5, -1, 2]);
    const loc = tf.scalar(0.3);
    const vectorised = (): unknown => plate('p', 3, () => sample('x', normal({ loc, scale: 2 }), { obs: data }));
    const copies = (): unknown =>
      sequentialPlate('p', 3, (i) =>
        sample(`x${i}`, normal({ loc, scale: 2 }), { obs: tf.reshape(tf.slice(data, i, 1), []) }),
      );
    expectClose(logProbSum(trace(vectorised)()), logProbSum(trace(copies)()), { roundings: 16 });
  });
});

describe('sequentialPlate', () => {
  it('runs its body for each index, under a frame with the iteration, and returns the results', () => {
    const traced = trace(seed(0, () => sequentialPlate('t', 3, (i) => inside(`x${i}`).shape.length + i)))();
    expect(traced.result).toEqual([0, 1, 2]);
    expect(sampleSites(traced).map(({ plates }) => plates)).toEqual(
      [0, 1, 2].map((iteration) => [{ name: 't', size: 3, fullSize: 3, iteration }]),
    );
  });

  it('scales for a subsample, and holds no dim', () => {
    const traced = trace(
      seed(0, () => sequentialPlate('t', 6, (i) => plate('p', 2, () => inside(`x${i}`)), { subsample: [4, 1] })),
    )();
    expect(sampleSites(traced).map(({ name, scale: s, plates }) => [name, s, plates[1]?.dim])).toEqual([
      ['x4', 3, -1],
      ['x1', 3, -1],
    ]);
  });

  it('needs a name for each iteration', () => {
    expect(() => trace(seed(0, () => sequentialPlate('t', 2, () => inside())))()).toThrow(
      'again at site 2. Try names with an index, such as `z_${i}`',
    );
  });

  it('takes no dim', () => {
    expect(() => sequentialPlate('t', 2, () => 0, { dim: -1 } as object)).toThrow(
      'expected the options subsampleSize, subsample, got "dim"',
    );
  });
});

describe('plates outside block', () => {
  it('may hold the dims of a mask or a scale inside', () => {
    const at = (around: (body: () => unknown) => () => unknown): unknown =>
      plate('runs', 2, () =>
        block(
          {},
          around(() => sample('x', standard, { obs: tf.scalar(0) })),
        )(),
      );
    expect(() => at((body) => mask(tf.ones([2], 'bool'), body))).not.toThrow();
    expect(() => at((body) => scale(tf.ones([2]), body))).not.toThrow();
    expect(errorOf(() => at((body) => mask(tf.ones([3], 'bool'), body)))).toMatchObject({ code: 'ShapeError' });
  });

  it('still keep their dims and slice parameters', () => {
    const hidden = block({}, () => plate('b', 4, () => param('w', tf.range(0, 3), { eventDim: 0 })));
    const program = (): tf.Tensor => plate('a', 3, () => hidden(), { subsample: [2, 0] });
    expectClose(program(), [2, 0]);
    const clash = block({}, () => plate('b', 4, () => 0, { dim: -1 }));
    expect(errorOf(() => plate('a', 3, () => clash())).got).toContain('plate "a"');
  });

  it('slice data', () => {
    const program = (): tf.Tensor =>
      plate('a', 3, () => block({}, () => subsample(tf.range(0, 3), { eventDim: 0 }))(), { subsample: [1] });
    expectClose(program(), [1]);
  });
});
