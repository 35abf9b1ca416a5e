import { ArgumentError, checkOptionNames } from '../num/index.js';
import { revise, type Handler, type MarkovMark } from './message.js';
import { handle } from './runtime.js';

export interface MarkovOptions {
  /** The number of previous positions that a site may depend on. Default: 1. */
  readonly history?: number;
  /** Whether the sites at a position are kept when it is entered again, as in trees and grids. Default: false. */
  readonly keep?: boolean;
}

/** A `markov` construct that may be entered again, also from inside itself. */
export interface MarkovContext {
  /** Runs `body` one position deeper. */
  step<R>(body: () => R): R;
  /** Runs `body` for each step, one position deeper each time, and leaves all these positions at the end. */
  each<R>(steps: number, body: (step: number) => R): R[];
  each<T, R>(steps: Iterable<T>, body: (item: T) => R): R[];
}

/**
 * A Markov chain: runs `body` for each step; a step may depend on the `history` steps before it, and no others.
 *
 * Changes no value and no density. The dims of enumerated sites are reused outside their history, so that the rank of tensors does not
 * grow with the number of steps.
 *
 * @param steps the number of steps, or the items to iterate over
 * @param body receives the step number or the item; its draws may be used up to `history` steps later, but not after the loop
 * @returns the results of the bodies, in order
 * @throws ArgumentError if the history is not an integer of at least 0
 */
export function markov<R>(steps: number, body: (step: number) => R, options?: MarkovOptions): R[];
export function markov<T, R>(steps: Iterable<T>, body: (item: T) => R, options?: MarkovOptions): R[];
export function markov<T, R>(steps: number | Iterable<T>, body: (item: T) => R, options: MarkovOptions = {}): R[] {
  return each(positions('markov', options), steps, body);
}

/**
 * A `markov` construct for recursions, trees and grids: a draw may be used up to `history` positions deeper, and no further.
 *
 * @throws ArgumentError if the history is not an integer of at least 0
 */
export function markovContext(options: MarkovOptions = {}): MarkovContext {
  const chain = positions('markovContext', options);
  return {
    step: (body) =>
      chain.within(() => {
        chain.enter();
        return body();
      }),
    each: <T, R>(steps: number | Iterable<T>, body: (item: T) => R): R[] => each(chain, steps, body),
  };
}

interface Positions {
  enter(): void;
  /** Runs `body` under the handler of the construct, and leaves all positions that it entered. */
  within<R>(body: () => R): R;
}

function each<T, R>(chain: Positions, steps: number | Iterable<T>, body: (item: T) => R): R[] {
  const items = typeof steps === 'number' ? Array.from({ length: steps }, (_, i) => i as T) : [...steps];
  return chain.within(() =>
    items.map((item) => {
      chain.enter();
      return body(item);
    }),
  );
}

function positions(where: string, options: MarkovOptions): Positions {
  checkOptionNames(where, options, ['history', 'keep']);
  const { history = 1, keep = false } = options;
  if (!Number.isInteger(history) || history < 0) {
    throw new ArgumentError({ where, expected: 'an integer history of at least 0', got: String(history) });
  }
  const stack: Set<string>[] = [];
  let position = -1;
  const mark: MarkovMark = {
    history,
    names: (back, ahead = 0) => {
      const within = stack.slice(Math.max(0, position - back), position + ahead + 1);
      return new Set(within.flatMap((names) => [...names]));
    },
  };
  const marking: Handler = {
    sample: (message, outer) => {
      const site = outer(revise(message, { markov: [mark, ...(message.markov ?? [])] }));
      stack[position]?.add(site.name);
      return site;
    },
  };
  return {
    enter: () => {
      position += 1;
      stack[position] ??= new Set();
    },
    within: (body) => {
      const before = position;
      try {
        // A context inside itself has one handler, not two.
        return before < 0 ? handle(marking, body) : body();
      } finally {
        position = before;
        if (!keep) stack.length = before + 1;
      }
    },
  };
}
