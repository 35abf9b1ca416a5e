import { broadcastShapes, sameShape, type Shape, sizeOf } from '../shape.js';
import type { Expression } from './expression.js';
import { loops, callAtEach } from './loops.js';
import { programOf, type Step } from './program.js';
import { borrow, giveBack } from './scratch.js';
import { spread } from './spread.js';

/** Numbers in double precision, in row-major order. */
export interface Values {
  readonly data: Float64Array;
  readonly shape: Shape;
}

const none = new Float64Array(1);

/**
 * The values of a formula where those of its variables are known; each part is computed in the shape that it needs itself.
 *
 * @returns a buffer to give back, unless the formula is one of its variables
 */
export function evaluate(formula: Expression, variables: readonly Values[]): Values {
  const results: Values[] = [];
  for (const step of programOf(formula)) {
    const args = step.args.map((i) => results[i] as Values);
    results.push(result(step, args, variables));
    for (const i of step.lastUses) giveBack((results[i] as Values).data);
  }
  return results.at(-1) as Values;
}

function result({ operation }: Step, args: readonly Values[], variables: readonly Values[]): Values {
  if (operation.kind === 'variable') return variables[operation.index] as Values;
  if (operation.kind === 'constant') return operation.values;
  const shape = jointShape(
    'formula',
    args.map((arg) => arg.shape),
  );
  const data = borrow(sizeOf(shape));
  const [a = none, b = none, c = none] = args.map((arg) => fitted(arg, shape, data.length));
  if (operation.kind === 'arithmetic') loops[operation.name](data, a, b, c);
  else callAtEach(operation.of.value, data, a, b, c);
  args.forEach((arg, i) => {
    const used = [a, b, c][i];
    if (used !== undefined && used !== arg.data) giveBack(used);
  });
  return { data, shape };
}

/** Of one number, which the loops repeat, or of the full size. */
function fitted({ data, shape }: Values, full: Shape, size: number): Float64Array {
  return data.length === 1 || data.length === size ? data : spread(data, shape, full);
}

/** The shape that all have together. @throws ShapeError if they do not broadcast */
export function jointShape(where: string, shapes: readonly Shape[]): Shape {
  return shapes.reduce((a, b) => {
    if (b.length === 0 || sameShape(a, b)) return a;
    return a.length === 0 ? b : broadcastShapes(where, { a, b });
  }, []);
}
