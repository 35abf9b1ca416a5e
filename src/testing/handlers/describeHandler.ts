import { runnerOf, type Runner } from '../laws/runner.js';
import { checkExceptions } from '../checkExceptions.js';
import { checkOneHandlerLaw, type HandlerOptions } from './checkHandler.js';
import type { HandlerLaw, HandlerResult, HandlerUnderTest } from './handlerLaw.js';
import { handlerLaws } from './handlerLaws.js';

export interface DescribeHandlerOptions extends HandlerOptions {
  /** The runner's `describe` and `it`. Default: the global ones. */
  readonly runner?: Runner | undefined;
}

/**
 * A suite of tests, one for each law of handlers, for any test runner; see `checkHandler` for what a law sees.
 *
 * ```ts
 * import { describe, it } from 'vitest';   // or 'node:test'
 * describeHandler('halve', (program) => scale(0.5, program), { changes: ['densities'], runner: { describe, it } });
 * ```
 *
 * @throws ArgumentError if there is no runner, or an exception names a law that does not exist
 */
export function describeHandler(name: string, handler: HandlerUnderTest, options: DescribeHandlerOptions = {}): void {
  const { describe, it } = runnerOf('describeHandler', options.runner);
  checkExceptions(`except of ${name}`, options, handlerLaws);
  describe(name, () => {
    for (const law of options.laws ?? handlerLaws) {
      it(`${law.name}: ${law.statement}`, () => {
        const result = checkOneHandlerLaw(law, handler, options);
        if (result.status === 'failed') throw new Error(failureText(name, law, result));
      });
    }
  });
}

function failureText(name: string, law: HandlerLaw, { reason, program, key }: HandlerResult): string {
  return [
    `${name} breaks the law ${law.name}: ${law.statement}`,
    `  ${reason}`,
    `  around the program smallProgram(${program}) with key ${key}. Run it again:`,
    `  checkHandlerLaw(handlerLaws.find(({ name }) => name === '${law.name}'), handler, ${program}, { key: ${key} })`,
  ].join('\n');
}
