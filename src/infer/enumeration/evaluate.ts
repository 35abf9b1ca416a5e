import { addAll, logSumExpOver, maxOver, sliceAt, sumOver, type Packed } from './packed.js';
import { stepsTo, type Step } from './steps.js';

/** What "sum" means: a sum of probabilities, or the largest. */
export type Ring = 'sum' | 'max';

/** The tensor of each step, computed once. */
export type Evaluation = (step: Step) => Packed;

/** Computes steps in log space; what was computed for one is there for the next. */
export function evaluation(ring: Ring = 'sum'): Evaluation {
  const done = new Map<Step, Packed>();
  return (result) => {
    const known = done.get(result);
    if (known !== undefined) return known;
    for (const step of stepsTo(result)) if (!done.has(step)) done.set(step, compute(step, ring, done));
    return done.get(result) ?? addAll([]);
  };
}

function compute(step: Step, ring: Ring, done: ReadonlyMap<Step, Packed>): Packed {
  const inputs = step.inputs.flatMap((input) => done.get(input) ?? []);
  const joined = step.source ?? addAll(inputs);
  switch (step.kind) {
    case 'factor':
    case 'join':
      return joined;
    case 'slice':
      return { ...sliceAt(joined, step.over[0] ?? '', step.index ?? 0), dims: step.dims };
    case 'sum':
      return ring === 'sum' ? logSumExpOver(joined, step.over) : maxOver(joined, step.over);
    case 'product':
      return sumOver(joined, step.over);
  }
}
