import type { Program } from '../../ppl/index.js';
import type { SmallProgram } from '../smallProgram.js';

/** What is tested: a program in, a program out, such as `(program) => scale(2, program)`. It is called anew for every run. */
export type HandlerUnderTest = <Args extends readonly unknown[], R>(program: Program<Args, R>) => Program<Args, R>;

/**
 * What a handler may change of what is recorded outside: `names` which sites there are, their kinds, order and plates; `values`
 * of sites, parameters and plates' indices, and the result; `densities` of sites at the values they have; `observed` which sites
 * are data; `hints` for inference; `keys` which draws come from.
 */
export type Change = 'names' | 'values' | 'densities' | 'observed' | 'hints' | 'keys';

/** What a law is put to: one handler around one small program. */
export interface HandlerSubject {
  readonly handler: HandlerUnderTest;
  readonly changes: ReadonlySet<Change>;
  readonly isIdempotent: boolean;
  readonly program: SmallProgram;
  /** What all draws of the law come from. */
  readonly key: number;
}

/** One property that every handler must have, or every one that declares it. */
export interface HandlerLaw {
  readonly name: string;
  /** What it says of a handler, in a sentence. */
  readonly statement: string;
  /** Undefined if the law says anything of this handler; otherwise why not. */
  exempts?(subject: HandlerSubject): string | undefined;
  /** Undefined if the law holds; otherwise what was expected and what came. Runs in a tidy, and in no handler. */
  problem(subject: HandlerSubject): string | undefined;
}

/** What became of one law of handlers. */
export interface HandlerResult {
  readonly law: string;
  readonly status: 'passed' | 'failed' | 'exempt';
  /** Why it failed or is exempt; empty if it passed. */
  readonly reason: string;
  /** The seed of the program: `smallProgram(program)` makes it again. */
  readonly program: number | undefined;
  readonly key: number;
}

/** The exemption of a handler that declares one of some changes. */
export function ifChanging({ changes }: HandlerSubject, ...some: readonly Change[]): string | undefined {
  const declared = some.filter((change) => changes.has(change));
  return declared.length === 0 ? undefined : `it is declared to change ${declared.join(', ')}`;
}
