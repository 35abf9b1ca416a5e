import { copyState, disposeState, type SviState } from '../../infer/index.js';
import { fold, formatShape } from '../../num/index.js';
import type { Trace } from '../../ppl/index.js';
import { difference, recordOf } from '../handlers/runRecord.js';
import { firstProblem } from '../firstProblem.js';
import type { ModelLaw } from './modelLaw.js';
import { fitOf, lawKey, runsAt, startOf } from './modelRuns.js';

export const staticShapes: ModelLaw = {
  name: 'staticShapes',
  statement: 'sites, their shapes and their plates are the same whatever is drawn',
  problem: (subject) => {
    const key = lawKey(subject, 'staticShapes');
    const start = startOf(subject, key);
    const shapes = Array.from({ length: 4 }, (_, i) => {
      const { guide, model } = runsAt(subject, start, fold(key, i));
      return [...shapesOf('guide', guide), ...shapesOf('model', model)];
    });
    const [first = []] = shapes;
    return firstProblem(shapes.map((other) => otherLine(first, other)));
  },
};

export const sameKeySameRun: ModelLaw = {
  name: 'sameKeySameRun',
  statement: 'with one key, guide and model do the same in every run',
  problem: (subject) => {
    const key = lawKey(subject, 'sameKeySameRun');
    const start = startOf(subject, key);
    const [first, second] = [runsAt(subject, start, key), runsAt(subject, start, key)];
    const problemOf = (side: 'guide' | 'model'): string | undefined => {
      const problem = difference(recordOf(first[side]), recordOf(second[side]));
      return problem === undefined ? undefined : `${side}: ${problem}`;
    };
    return problemOf('guide') ?? problemOf('model');
  },
};

export const evaluateChangesNothing: ModelLaw = {
  name: 'evaluateChangesNothing',
  statement: 'evaluate gives one number again and again, and training goes on as if it had not been called',
  problem: (subject) => {
    const { args } = subject;
    const fit = fitOf(subject);
    const start = startOf(subject, lawKey(subject, 'evaluate'));
    const copy = copyState(start);
    const before = numbersOf(start);
    const [first, second] = [fit.evaluate(start, ...args), fit.evaluate(start, ...args)];
    if (!Object.is(first, second)) return `expected evaluate to give ${first} again, got ${second}`;
    if (numbersOf(start) !== before) return 'expected evaluate to leave parameters and key alone, got others';
    if (Object.keys(start.params).length === 0) return undefined;
    const [a, b] = [fit.step(start, ...args), fit.step(copy, ...args)];
    const isSame = Object.is(a.info.loss, b.info.loss) && numbersOf(a.state) === numbersOf(b.state);
    disposeState(a.state);
    disposeState(b.state);
    return isSame ? undefined : `expected the loss ${a.info.loss} in both of two equal steps, got ${b.info.loss}`;
  },
};

function shapesOf(side: string, { sites }: Trace): string[] {
  return [...sites.values()].map(({ name, type, value, plates }) => {
    const around = plates.map((frame) => frame.name).join(', ') || 'none';
    return `${side}: ${type} "${name}" of shape ${formatShape(value.shape)}, plates ${around}`;
  });
}

function otherLine(first: readonly string[], other: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(first.length, other.length) }, (_, i) => i).find(
    (i) => first[i] !== other[i],
  );
  return at === undefined ? undefined : `expected ${first[at] ?? 'no more sites'}, got ${other[at] ?? 'no more sites'}`;
}

function numbersOf({ params, key, step }: SviState): string {
  const values = Object.entries(params).map(([name, value]) => [name, [...value.dataSync()]]);
  return JSON.stringify([values, key, step]);
}
