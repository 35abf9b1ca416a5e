// The plates that are not one call with a body: stacks, and loops over a sequential plate.
import type * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { normal } from '../../src/dist/index.js';
import { sampleSites } from '../../src/infer/index.js';
import { ShapeError } from '../../src/num/index.js';
import { plate, plateStack, sample, seed, sequentialPlate, trace, type Trace } from '../../src/ppl/index.js';
import { errorOf } from '../support/errorOf.js';
import { summaryOf } from '../support/summaryOf.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

useScalarEngine();

const draw = (name = 'x'): tf.Tensor => sample(name, normal({ loc: 0, scale: 1 }));
const frames = (traced: Trace): unknown[] =>
  sampleSites(traced).map(({ name, plates }) => [
    name,
    ...plates.map((frame) => `${frame.name} ${frame.dim ?? frame.iteration ?? '?'}`),
  ]);

describe('plateStack', () => {
  it('enters a plate for each size, from right to left', () => {
    const traced = trace(seed(0, () => plateStack('s', [4, 3, 2], () => draw())))();
    expect(traced.result.shape).toEqual([4, 3, 2]);
    expect(frames(traced)).toEqual([['x', 's_0 -1', 's_1 -2', 's_2 -3']]);
  });

  it('starts at rightmostDim, and is its body alone without sizes', () => {
    expect(seed(0, () => plateStack('s', [3, 2], () => draw(), { rightmostDim: -2 }))().shape).toEqual([3, 2, 1]);
    expect(seed(0, () => plateStack('s', [], () => draw()))().shape).toEqual([]);
  });

  it('rejects bad dims, sizes and options', () => {
    const error = errorOf(() => plateStack('s', [2], () => 0, { rightmostDim: 0 }));
    expect(error).toMatchObject({ code: 'ArgumentError', where: 'plateStack("s")', got: '0', hint: '-1' });
    const empty = errorOf(() => plateStack('s', [2, 0], () => 0));
    expect(empty).toMatchObject({ code: 'ArgumentError', where: 'plate("s_0")', got: '0' });
    expect(() => plateStack('s', [2], () => 0, { dim: -1 } as object)).toThrow('got "dim"');
    expect(() => plate('p', 5, () => plateStack('s', [2], () => 0))).toThrow(ShapeError);
    expect(() => plate('p', 5, () => plateStack('s', [2], () => 0, { rightmostDim: -2 }))).not.toThrow();
  });
});

describe('a loop over a sequentialPlate', () => {
  const options = { subsample: [4, 1, 0] };
  const loop = (leave: (i: number) => boolean) => (): void => {
    for (const i of sequentialPlate('t', 6, options)) {
      draw(`x${i}`);
      if (leave(i)) break;
    }
    draw('after');
  };

  it('does what the form with a body does', () => {
    const body = (): void => {
      sequentialPlate('t', 6, (i) => draw(`x${i}`), options);
      draw('after');
    };
    expect(
      summaryOf(
        trace(
          seed(
            0,
            loop(() => false),
          ),
        )(),
      ),
    ).toEqual(summaryOf(trace(seed(0, body))()));
  });

  it('removes its frame when it is left early', () => {
    expect(
      frames(
        trace(
          seed(
            0,
            loop((i) => i === 1),
          ),
        )(),
      ),
    ).toEqual([['x4', 't 0'], ['x1', 't 1'], ['after']]);
    const returning = (): number => {
      for (const i of sequentialPlate('t', 3)) return i;
      return -1;
    };
    const throwing = (): void => {
      for (const i of sequentialPlate('t', 3)) throw new Error(`turn ${i}`);
    };
    const both = (): void => {
      returning();
      expect(throwing).toThrow('turn 0');
      draw();
    };
    expect(frames(trace(seed(0, both))())).toEqual([['x']]);
  });

  it('one that is never finished ends with the handler around it', () => {
    const abandoned = (): void => {
      sequentialPlate('t', 3)[Symbol.iterator]().next();
    };
    trace(abandoned)();
    expect(frames(trace(seed(0, () => draw()))())).toEqual([['x']]);
  });

  it('nests', () => {
    const grid = (): void => {
      for (const i of sequentialPlate('a', 2)) for (const j of sequentialPlate('b', 1)) draw(`x${i}${j}`);
    };
    expect(frames(trace(seed(0, grid))())).toEqual([
      ['x00', 'a 0', 'b 0'],
      ['x10', 'a 1', 'b 0'],
    ]);
  });

  it('rejects what the form with a body rejects', () => {
    const error = errorOf(() => [...sequentialPlate('t', 0)]);
    expect(error).toMatchObject({ code: 'ArgumentError', where: 'plate("t")', got: '0' });
    expect(() => [...sequentialPlate('t', 2, { dim: -1 } as object)]).toThrow('got "dim"');
  });
});
