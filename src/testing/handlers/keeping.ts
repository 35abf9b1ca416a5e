import { condition, seed, trace } from '../../ppl/index.js';
import * as tf from '@tensorflow/tfjs-core';
import { handlerProgram, inSurroundings, keysOf, recorded, seeded } from './handlerProgram.js';
import { ifChanging, type Change, type HandlerLaw, type HandlerSubject } from './handlerLaw.js';
import { difference, pairsOf, recordOf, type RunRecord } from './runRecord.js';

/** A handler records what the plain program would, but for what it declares to change. */
export const keepingLaws: readonly HandlerLaw[] = [
  keeping('keepsNames', 'names', 'the same sites are recorded, of the same kinds, in the same order and plates'),
  keeping(
    'keepsValues',
    'values',
    'sites, parameters, indices of plates and the result have the values of the plain program',
  ),
  keeping('keepsObserved', 'observed', 'the sites that are data are the same as in the plain program'),
  keeping('keepsHints', 'hints', 'the hints for inference are the same as in the plain program'),
];

/** Also where values differ: the plain program at the same values has the same densities. */
export const keepsDensities: HandlerLaw = {
  name: 'keepsDensities',
  statement: 'at the values that it records, the plain program has the same log densities, site by site',
  exempts: (subject) => ifChanging(subject, 'densities'),
  problem: (subject) => {
    const got = recorded(subject, subject.handler(seeded(subject)));
    return difference(plainAt(subject, got), got, ['densities']);
  },
};

function keeping(name: string, change: Change, statement: string): HandlerLaw {
  return {
    name,
    statement,
    exempts: (subject) => ifChanging(subject, change),
    problem: (subject) => {
      const expected = recorded(subject, seeded(subject));
      return difference(expected, recorded(subject, subject.handler(seeded(subject))), [change]);
    },
  };
}

/** The plain program with each of its draws at the value that a handled run recorded. */
function plainAt(subject: HandlerSubject, got: RunRecord): RunRecord {
  const { inner, outer } = keysOf(subject);
  return inSurroundings(subject, outer, () => {
    const body = seed(inner, handlerProgram(subject.program));
    const plain = trace(body)();
    const partners = new Map(pairsOf(recordOf(plain), got).map(([own, other]) => [own.name, other]));
    const values = [...plain.sites.values()].flatMap(({ type, name, value }) => {
      const numbers = partners.get(name)?.value ?? [];
      const fits = type === 'sample' && numbers.length === value.size;
      return fits ? [[name, tf.tensor([...numbers], value.shape, value.dtype)] as const] : [];
    });
    return recordOf(trace(condition(Object.fromEntries(values), body))());
  });
}
