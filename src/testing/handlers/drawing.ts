import { nextKey, trace } from '../../ppl/index.js';
import { fold } from '../../num/index.js';
import { ifChanging, type HandlerLaw, type HandlerSubject } from './handlerLaw.js';
import { handlerProgram, inSurroundings, keysOf, recorded } from './handlerProgram.js';
import { difference, pairsOf, recordOf, type RunRecord } from './runRecord.js';

/** Keys come from outside: a handler that draws with a key of its own hides from the caller what the draws depend on. */
export const keepsKeys: HandlerLaw = {
  name: 'keepsKeys',
  statement: 'the keys of draws come from outside, as in the plain program, and each request has its own',
  exempts: (subject) => ifChanging(subject, 'keys'),
  problem: (subject) => {
    const isPlain = ifChanging(subject, 'names', 'values') === undefined;
    const body = handlerProgram(subject.program);
    const found = isPlain
      ? difference(recorded(subject, body), recorded(subject, subject.handler(body)), ['values'])
      : undefined;
    return found ?? sameDraws(subject) ?? sameAnswers(subject);
  },
};

/** With another key, some draw of those that are recorded is another, if one is in the plain program. */
function sameDraws(subject: HandlerSubject): string | undefined {
  const { outer } = keysOf(subject);
  const body = handlerProgram(subject.program);
  const isMoved = (run: () => unknown): boolean => {
    const [first, second] = [outer, fold(outer, 'another')].map((key) => recorded(subject, () => run(), key));
    return first !== undefined && second !== undefined && hasOther(first, second);
  };
  const isAlike = !isMoved(subject.handler(body)) && isMoved(body);
  return isAlike && ifChanging(subject, 'names') === undefined
    ? 'expected other draws with another key around, got the same'
    : undefined;
}

function hasOther(a: RunRecord, b: RunRecord): boolean {
  return pairsOf(a, b).some(([one, other]) => String(one.value) !== String(other.value));
}

/** What asks for keys by itself gets different ones for different names, and others with another key around. */
function sameAnswers(subject: HandlerSubject): string | undefined {
  const { outer } = keysOf(subject);
  const ask = (key = outer): string[] =>
    inSurroundings(subject, key, () => subject.handler(() => ['one', 'two'].map((name) => String(nextKey(name))))());
  const [[one, two], [other]] = [ask(), ask(fold(outer, 'another'))];
  if (one === two) return `expected a key of its own for each name, got ${one} for two`;
  return one === other ? `expected another key with another one around, got ${one} again` : undefined;
}

/** What the program sees at a site is what is recorded outside. */
export const showsWhatIsRecorded: HandlerLaw = {
  name: 'showsWhatIsRecorded',
  statement: 'the program sees the values, and the indices of plates, that are recorded outside',
  exempts: (subject) => ifChanging(subject, 'names', 'values'),
  problem: (subject) => {
    const seen: { inside?: RunRecord } = {};
    const body = (): unknown => {
      const inner = trace(handlerProgram(subject.program))();
      seen.inside = recordOf(inner);
      return inner.result;
    };
    const outside = recorded(subject, subject.handler(body));
    return seen.inside === undefined ? undefined : difference(outside, seen.inside, ['values']);
  },
};
