import type { EngineFacts, EngineName } from './engineFacts.js';
import { ArgumentError, EngineError } from './errors.js';

/** The engine in use, why it was chosen, and which better ones could not be had. */
export interface EngineInfo extends EngineFacts {
  readonly why: string;
  readonly tried: readonly EngineProblem[];
}

/** An engine that did not start, and the reason in one line. */
export interface EngineProblem {
  readonly engine: EngineName;
  readonly problem: string;
}

/** An engine, or the best that starts, and who asks for it. */
export interface EngineWish {
  readonly engine: EngineName | 'auto';
  readonly origin: string;
}

/** All engines, the fastest for large tensors first: the order in which `auto` tries them. */
export const engineNames: readonly EngineName[] = ['native', 'wasm', 'cpu'];

/** How to get an engine that does not start, worded to follow "Try". */
export const engineRemedies: Readonly<Record<EngineName, string>> = {
  native: '`kiln doctor`, which says what it lacks, or the engine auto',
  wasm: 'installing @tensorflow/tfjs-backend-wasm, or the engine cpu',
  cpu: 'installing @tensorflow/tfjs-backend-cpu',
};

/**
 * Which engine is wished for: by the option, else by the environment variable KILN_ENGINE, else `auto`.
 *
 * @throws ArgumentError if there is none of that name
 */
export function wishedEngine(option: string | undefined, variable: string | undefined): EngineWish {
  const origin = option === undefined && variable !== undefined ? 'KILN_ENGINE' : 'ready.engine';
  const name = option ?? variable ?? 'auto';
  const engine = [...engineNames, 'auto' as const].find((known) => known === name);
  if (engine !== undefined) return { engine, origin };
  throw new ArgumentError({ where: origin, expected: 'native, wasm, cpu or auto', got: `"${name}"`, hint: 'auto' });
}

/**
 * Starts the engine wished for.
 *
 * @param start starts one engine, or rejects with the reason why it cannot
 * @throws EngineError if it does not start, or for `auto` none does
 */
export async function chooseEngine(
  wish: EngineWish,
  start: (name: EngineName) => Promise<EngineFacts>,
): Promise<EngineInfo> {
  const tried: EngineProblem[] = [];
  for (const engine of wish.engine === 'auto' ? engineNames : [wish.engine]) {
    try {
      return { ...(await start(engine)), why: reason(wish, tried), tried };
    } catch (error) {
      tried.push({ engine, problem: firstLine(error) });
    }
  }
  throw new EngineError({
    where: wish.origin,
    expected: wish.engine === 'auto' ? 'an engine that starts' : `the ${wish.engine} engine`,
    got: tried.map(({ engine, problem }) => (tried.length === 1 ? problem : `${engine}: ${problem}`)).join('; '),
    hint: engineRemedies[wish.engine === 'auto' ? 'cpu' : wish.engine],
  });
}

function reason({ engine, origin }: EngineWish, tried: readonly EngineProblem[]): string {
  if (engine !== 'auto') return `asked for by ${origin}`;
  if (tried.length === 0) return 'the best engine there is';
  return `the best that starts: not ${tried.map((problem) => problem.engine).join(' nor ')}`;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? text).trim().replace(/\.$/, '');
}
