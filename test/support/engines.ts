import { beforeAll, describe } from 'vitest';
import { type EngineName, engineNames, ready } from '../../src/num/index.js';

/**
 * The engines to test: the one that KILN_ENGINE names, else all that start here. Where a test run must not pass for lack
 * of an engine, it names that engine.
 */
export const testedEngines: readonly EngineName[] = await findEngines();

/**
 * The suite `body`, once for each tested engine. That engine is in use while the suite's tests and hooks run, but not
 * yet while `body` itself declares them: make tensors in tests or in `beforeAll`.
 */
export function describeEngines(name: string, body: (engine: EngineName) => void): void {
  describe.each(testedEngines)(`${name} (%s)`, (engine) => {
    beforeAll(async () => {
      await ready({ engine });
    });
    body(engine);
  });
}

async function findEngines(): Promise<readonly EngineName[]> {
  const named = engineNames.find((name) => name === process.env.KILN_ENGINE);
  if (named !== undefined) return [named];
  const started = await Promise.all(
    engineNames.map((engine) =>
      ready({ engine }).then(
        () => engine,
        () => undefined,
      ),
    ),
  );
  await ready({ engine: 'auto' });
  return started.filter((engine) => engine !== undefined);
}
