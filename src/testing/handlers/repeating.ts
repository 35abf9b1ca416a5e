import * as tf from '@tensorflow/tfjs-core';
import { logProbSum } from '../../infer/index.js';
import { fold } from '../../num/index.js';
import { replay, trace, type Trace } from '../../ppl/index.js';
import { bodyDifference, handlerProgram, inSurroundings, keysOf, recorded, seeded } from './handlerProgram.js';
import { ifChanging, type HandlerLaw } from './handlerLaw.js';
import { difference, recordOf } from './runRecord.js';

export const sameKeySameTrace: HandlerLaw = {
  name: 'sameKeySameTrace',
  statement: 'with one key, every run of the handled program records the same, the second as the first',
  problem: (subject) => {
    const body = handlerProgram(subject.program);
    const handled = subject.handler(body);
    const fresh = recorded(subject, handled);
    const again = recorded(subject, handled);
    return difference(fresh, again) ?? difference(fresh, recorded(subject, subject.handler(body)));
  },
};

export const idempotent: HandlerLaw = {
  name: 'idempotent',
  statement: 'twice is once',
  exempts: ({ isIdempotent }) => (isIdempotent ? undefined : 'it is not declared idempotent'),
  problem: (subject) => {
    const { handler } = subject;
    const once = recorded(subject, handler(seeded(subject)));
    return difference(once, recorded(subject, handler(handler(seeded(subject)))));
  },
};

export const innerTrace: HandlerLaw = {
  name: 'innerTrace',
  statement: 'a trace inside changes nothing of what is recorded outside',
  problem: (subject) => bodyDifference(subject, (body) => () => trace(body)().result),
};

export const replayOfOwnTrace: HandlerLaw = {
  name: 'replayOfOwnTrace',
  statement: 'replaying a trace of the handled program gives its values, its result and its logProbSum again',
  problem: (subject) => {
    const { handler, program } = subject;
    const handled = (): unknown => handler(handlerProgram(program))();
    const { outer } = keysOf(subject);
    // What is hidden from the outside is drawn again, and alike only with the same key.
    const other = ifChanging(subject, 'names') === undefined ? fold(outer, 'other') : outer;
    const first = inSurroundings(subject, outer, () => trace(handled)());
    const again = inSurroundings(subject, other, () => trace(replay(first, handled))());
    return difference(recordOf(first), recordOf(again), ['values', 'densities']) ?? otherSum(first, again);
  },
};

function otherSum(first: Trace, again: Trace): string | undefined {
  const [expected = NaN, got = NaN] = [first, again].map((one) => tf.tidy(() => logProbSum(one).dataSync()[0]));
  const isNear = Object.is(expected, got) || Math.abs(expected - got) <= 1e-4 * Math.max(1, Math.abs(expected));
  return isNear ? undefined : `expected a logProbSum of ${expected}, got ${got}`;
}
