import fc from 'fast-check';
import { checkExceptions } from '../checkExceptions.js';
import { problemOf } from '../problemOf.js';
import { smallProgram } from '../drawProgram.js';
import type { SmallProgram } from '../smallProgram.js';
import { isLegal, smallPrograms } from '../smallPrograms.js';
import type { Change, HandlerLaw, HandlerResult, HandlerUnderTest } from './handlerLaw.js';
import { handlerLaws } from './handlerLaws.js';

export interface HandlerOptions {
  /** What the handler is meant to change of what is recorded outside. Default: nothing. */
  readonly changes?: readonly Change[] | undefined;
  /** Whether the handler applied twice is the handler applied once. Default: false. */
  readonly isIdempotent?: boolean | undefined;
  /** Which laws. Default: all. */
  readonly laws?: readonly HandlerLaw[] | undefined;
  /** Laws that the handler is not held to, each with the reason, which results repeat. */
  readonly except?: Readonly<Record<string, string>> | undefined;
  /** Which programs the handler is made for. Default: all that `traceEnumElbo` accepts. */
  readonly where?: ((program: SmallProgram) => boolean) | undefined;
  /** How many programs each law sees. Default: 8. */
  readonly runs?: number | undefined;
  /** Which programs come. Default: 0. */
  readonly seed?: number | undefined;
  /** What draws come from. Default: 0. */
  readonly key?: number | undefined;
}

/**
 * Puts a handler to the laws of handlers, each over random small programs with plates, masks, scales, data and choices.
 *
 * Sites of the programs are called `s0`, `s1`, ..., parameters `model s0`, ...; behind these come the parameter `w`, the sites `tail`
 * and `rows`, and the deterministic `twice`.
 *
 * @param handler a program in, a program out; called anew for every run
 * @returns one result a law; a failed one names its program
 * @throws ArgumentError if an exception names a law that does not exist
 * @example
 * const halve = (program) => scale(0.5, program);
 * checkHandler('halve', halve, { changes: ['densities'], runs: 1 }).filter(({ status }) => status === 'failed');   // []
 */
export function checkHandler(name: string, handler: HandlerUnderTest, options: HandlerOptions = {}): HandlerResult[] {
  checkExceptions(`except of ${name}`, options, handlerLaws);
  return (options.laws ?? handlerLaws).map((law) => checkOneHandlerLaw(law, handler, options));
}

/** One law over several programs. */
export function checkOneHandlerLaw(law: HandlerLaw, handler: HandlerUnderTest, options: HandlerOptions): HandlerResult {
  const { runs = 8, seed = 0, key = 0, except = {}, where = () => true } = options;
  const excuse = except[law.name];
  if (excuse !== undefined) return { law: law.name, status: 'exempt', reason: excuse, program: undefined, key };
  const programs = smallPrograms({ where: (program) => isLegal(program) && where(program) });
  const seen: HandlerResult[] = [];
  const property = fc.property(programs, (program) => {
    const result = resultAt(law, handler, program, options);
    seen.push(result);
    return result.status !== 'failed';
  });
  fc.check(property, { numRuns: runs, seed, endOnFailure: true });
  const [first = resultAt(law, handler, smallProgram(seed), options)] = seen;
  return seen.find(({ status }) => status === 'failed') ?? first;
}

/**
 * Puts a handler to one law on one program, to run a failure again.
 *
 * @param program its seed
 */
export function checkHandlerLaw(
  law: HandlerLaw,
  handler: HandlerUnderTest,
  program: number,
  options: Pick<HandlerOptions, 'changes' | 'isIdempotent' | 'key'> = {},
): HandlerResult {
  return resultAt(law, handler, smallProgram(program), options);
}

function resultAt(
  law: HandlerLaw,
  handler: HandlerUnderTest,
  program: SmallProgram,
  { changes = [], isIdempotent = false, key = 0 }: HandlerOptions,
): HandlerResult {
  const subject = { handler, changes: new Set(changes), isIdempotent, program, key };
  const common = { law: law.name, program: program.seed, key };
  const exemption = law.exempts?.(subject);
  if (exemption !== undefined) return { ...common, status: 'exempt', reason: exemption };
  const problem = problemOf(() => law.problem(subject));
  return { ...common, status: problem === undefined ? 'passed' : 'failed', reason: problem ?? '' };
}
