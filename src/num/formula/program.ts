import type { Expression, Operation } from './expression.js';

export interface Step {
  readonly operation: Operation;
  /** Where among the steps the arguments are. */
  readonly args: readonly number[];
  /** The steps whose numbers are not needed after this one. */
  readonly lastUses: readonly number[];
}

const programs = new Map<Expression, readonly Step[]>();

/** The parts of a formula in an order in which each comes after its arguments. */
export function programOf(formula: Expression): readonly Step[] {
  const program = programs.get(formula) ?? withLastUses(order(formula));
  programs.set(formula, program);
  return program;
}

type Ordered = Pick<Step, 'operation' | 'args'>;

function order(formula: Expression): Ordered[] {
  const places = new Map<Expression, number>();
  const steps: Ordered[] = [];
  const visit = (part: Expression): number => {
    const known = places.get(part);
    if (known !== undefined) return known;
    steps.push({ operation: part.operation, args: part.args.map(visit) });
    places.set(part, steps.length - 1);
    return steps.length - 1;
  };
  visit(formula);
  return steps;
}

/** Variables and constants belong to others. */
function withLastUses(steps: readonly Ordered[]): Step[] {
  const used = new Set<number>();
  return steps
    .toReversed()
    .map((step) => {
      const lastUses = [...new Set(step.args)].filter((i) => !used.has(i) && isOwn(steps[i]));
      for (const i of step.args) used.add(i);
      return { ...step, lastUses };
    })
    .reverse();
}

function isOwn(step: Ordered | undefined): boolean {
  return step?.operation.kind === 'arithmetic' || step?.operation.kind === 'function';
}
