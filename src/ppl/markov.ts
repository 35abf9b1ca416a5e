import { ArgumentError } from '../num/index.js';
import { checkOptionNames } from './checkOptionNames.js';
import type { Handler, MarkovMark } from './message.js';
import { revise } from './revise.js';
import { handle } from './runtime.js';

export interface MarkovOptions {
  /** How many positions back a site may depend on. Default: 1. */
  readonly history?: number;
  /** Whether a position that is entered again sees what it held before, as in trees and grids. Default: false. */
  readonly keep?: boolean;
}

/** A construct of limited memory that may be entered again, from inside itself and after it was left. */
export interface MarkovContext {
  /** Runs `body` one position deeper. */
  step<R>(body: () => R): R;
  /** Runs `body` for each of some steps, each one position deeper than the last; all are left at the end. */
  each<R>(steps: number, body: (step: number) => R): R[];
  each<T, R>(steps: Iterable<T>, body: (item: T) => R): R[];
}

/**
 * Runs `body` for each of some steps, of which each depends on the `history` steps before it only.
 *
 * Changes no value and no density. Where sites are enumerated, their tensor dims are used again once they are out of reach,
 * so that tensors do not grow with the number of steps.
 *
 * @param steps how many steps, or the things to step through
 * @param body gets the step's number, or its thing; what it draws may be used up to `history` steps later, not after the loop
 * @returns what the bodies returned, in order
 * @throws ArgumentError if the history is not a whole number of at least 0
 */
export function markov<R>(steps: number, body: (step: number) => R, options?: MarkovOptions): R[];
export function markov<T, R>(steps: Iterable<T>, body: (item: T) => R, options?: MarkovOptions): R[];
export function markov<T, R>(steps: number | Iterable<T>, body: (item: T) => R, options: MarkovOptions = {}): R[] {
  return each(positions('markov', options), steps, body);
}

/**
 * A `markov` construct for recursions, trees and grids: what is drawn at one position may be used up to `history` positions
 * deeper, and no site may depend on more.
 *
 * @throws ArgumentError if the history is not a whole number of at least 0
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
  /** Runs `body` under the construct's handler, and leaves all positions that it entered. */
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
    throw new ArgumentError({ where, expected: 'a whole history of at least 0', got: String(history) });
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
        // A context inside itself is one construct, so it has one handler.
        return before < 0 ? handle(marking, body) : body();
      } finally {
        position = before;
        if (!keep) stack.length = before + 1;
      }
    },
  };
}
