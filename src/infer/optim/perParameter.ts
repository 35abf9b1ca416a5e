import { ArgumentError } from '../../num/index.js';
import type { Optimizer, OptimizerState, Tensors } from './optimizer.js';

/** Which optimiser a parameter is given to: a function of its name, or a record with one for all others. */
export type OptimizerChoice =
  ((name: string) => Optimizer) | { readonly byName: Readonly<Record<string, Optimizer>>; readonly others: Optimizer };

/**
 * An optimiser that gives each parameter to one of several: `perParameter((name) => (name === 'loc' ? slow : fast))`.
 *
 * Parameters given to one and the same optimiser go to it together, so that a common norm is taken over just those; to clip
 * over all, put `clipNorm` before it in `chain`.
 *
 * @returns an optimiser whose `init` throws ArgumentError at a name in `byName` that no parameter has
 */
export function perParameter(choice: OptimizerChoice): Optimizer {
  const chosen = new Map<string, Optimizer>();
  const optimizerFor = (name: string): Optimizer => {
    const known = chosen.get(name) ?? choose(choice, name);
    chosen.set(name, known);
    return known;
  };
  return {
    name: 'perParameter',
    init: (params) => {
      checkNames(choice, params);
      const states = groups(params, optimizerFor).map(([optimizer, own]) => optimizer.init(own));
      return { count: 0, moments: joinMoments(states) };
    },
    update: (gradients, state, params) => {
      const results = groups(params, optimizerFor).map(([optimizer, own]) =>
        optimizer.update(only(gradients, own), stateOf(state, own), own),
      );
      const moved = Object.fromEntries(results.flatMap((result) => Object.entries(result.params)));
      return {
        // In the order of `params`, as other optimisers have it.
        params: only(moved, params),
        state: { count: state.count + 1, moments: joinMoments(results.map((result) => result.state)) },
      };
    },
  };
}

function choose(choice: OptimizerChoice, name: string): Optimizer {
  return typeof choice === 'function' ? choice(name) : (choice.byName[name] ?? choice.others);
}

function groups(params: Tensors, optimizerFor: (name: string) => Optimizer): (readonly [Optimizer, Tensors])[] {
  const found = new Map<Optimizer, Record<string, Tensors[string]>>();
  for (const [name, param] of Object.entries(params)) {
    const optimizer = optimizerFor(name);
    const group = found.get(optimizer) ?? {};
    group[name] = param;
    found.set(optimizer, group);
  }
  return [...found];
}

/** The tensors of `tensors` that `like` has names for, in its order. */
function only(tensors: Tensors, like: Tensors): Tensors {
  return Object.fromEntries(
    Object.keys(like).flatMap((name) => {
      const tensor = tensors[name];
      return tensor === undefined ? [] : [[name, tensor] as const];
    }),
  );
}

function stateOf({ count, moments }: OptimizerState, own: Tensors): OptimizerState {
  const parts = Object.entries(moments).map(([moment, tensors]) => [moment, only(tensors, own)] as const);
  return { count, moments: Object.fromEntries(parts) };
}

/** Moments of one name, such as Adam's means of two groups, become one record over all parameters. */
function joinMoments(states: readonly OptimizerState[]): OptimizerState['moments'] {
  const joined: Record<string, Tensors> = {};
  for (const { moments } of states) {
    for (const [moment, tensors] of Object.entries(moments)) joined[moment] = { ...joined[moment], ...tensors };
  }
  return joined;
}

function checkNames(choice: OptimizerChoice, params: Tensors): void {
  if (typeof choice === 'function') return;
  const unknown = Object.keys(choice.byName).find((name) => !(name in params));
  if (unknown === undefined) return;
  throw new ArgumentError({
    where: 'perParameter',
    expected: `names of parameters (${Object.keys(params).join(', ') || 'none'})`,
    got: `"${unknown}"`,
  });
}
