// The kernel: in which order handlers see a message, and what is left after a throw.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal } from '../../src/dist/index.js';
import { SiteError } from '../../src/num/index.js';
import { handle, sample, seed, trace, type Handler } from '../../src/ppl/index.js';
import { warningsOf } from '../support/warningsOf.js';

/** A handler in a random stack: without a rule, passing on, asking a question of its own first, or answering itself. */
type Kind = 'absent' | 'pass' | 'ask' | 'answer';
const stacks = fc.array(fc.constantFrom<Kind>('absent', 'pass', 'ask', 'answer'), { maxLength: 6 });

describe('handle', () => {
  it('shows messages to handlers from the innermost outward, and answers inward, on random stacks', () => {
    fc.assert(
      fc.property(stacks, (kinds) => {
        const log: string[] = [];
        const run = kinds.reduce<() => void>(
          (body, kind, i) => () => handle(handlerOf(kind, i, log), body),
          () => sample('x', normal({ loc: 0, scale: 1 }), { obs: tf.scalar(0) }),
        );
        warningsOf(run);
        expect(log).toEqual(expectedLog('x', 0, kinds));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('leaves no handler behind after a throw at any depth', () => {
    fc.assert(
      fc.property(stacks, fc.nat(6), (kinds, depth) => {
        const log: string[] = [];
        const boom = (): never => {
          throw new Error('boom');
        };
        const run = kinds.reduce<() => void>(
          (body, kind, i) => () => handle(i === depth ? { sample: boom } : handlerOf(kind, i, log), body),
          () => {
            sample('x', normal({ loc: 0, scale: 1 }), { obs: tf.scalar(0) });
            boom();
          },
        );
        expect(() => warningsOf(run)).toThrow('boom');
        // With no handler active, obs has no effect, which is warned of.
        expect(warningsOf(() => sample('x', normal({ loc: 0, scale: 1 }), { obs: tf.scalar(0) }))).toHaveLength(1);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('after a throw, the next run is that of a fresh start', () => {
    const draw = (): number => seed(3, () => sample('x', normal({ loc: 0, scale: 1 })))().dataSync()[0] ?? NaN;
    const before = draw();
    const broken = trace(
      seed(3, () => {
        sample('x', normal({ loc: 0, scale: 1 }));
        throw new Error('boom');
      }),
    );
    expect(() => broken()).toThrow('boom');
    expect(draw()).toBe(before);
  });

  it('refuses a body that returns a promise', () => {
    const body = seed(0, async () => Promise.reject(new Error('lost')));
    expect(() => body()).toThrow(SiteError);
    expect(() => body()).toThrow('handle: expected a synchronous body, got a promise. Try');
  });

  it('accepts a body that returns an object with a then field that is no promise', () => {
    expect(handle({}, () => ({ then: 1 }))).toEqual({ then: 1 });
  });
});

function handlerOf(kind: Kind, i: number, log: string[]): Handler {
  if (kind === 'absent') return {};
  return {
    sample: (message, outer) => {
      log.push(`in ${i} ${message.name}`);
      // A rule runs outside its own scope, so only handlers further out see this; those ask no more, or it would not end.
      if (kind === 'ask' && message.name === 'x')
        sample(`asked by ${i}`, normal({ loc: 0, scale: 1 }), { obs: tf.scalar(0) });
      const site = kind === 'answer' ? { ...message, value: tf.scalar(i) } : outer(message);
      log.push(`out ${i} ${message.name}`);
      return site;
    },
  };
}

/** The reference: a plain recursion over the list, innermost first. */
function expectedLog(name: string, from: number, kinds: readonly Kind[]): string[] {
  const kind = kinds[from];
  if (kind === undefined) return [];
  if (kind === 'absent') return expectedLog(name, from + 1, kinds);
  const asked = kind === 'ask' && name === 'x' ? expectedLog(`asked by ${from}`, from + 1, kinds) : [];
  const beyond = kind === 'answer' ? [] : expectedLog(name, from + 1, kinds);
  return [`in ${from} ${name}`, ...asked, ...beyond, `out ${from} ${name}`];
}
