import { describe, expect, it } from 'vitest';
import { chooseEngine, wishedEngine } from '../../src/num/chooseEngine.js';
import type { EngineFacts, EngineName } from '../../src/num/index.js';
import { errorOf } from '../support/errorOf.js';

/** Starts all engines but those named. */
function startAllBut(...missing: EngineName[]): (engine: EngineName) => Promise<EngineFacts> {
  return (engine) => {
    if (missing.includes(engine)) return Promise.reject(new Error(`no ${engine} here.\nDetails on a second line`));
    return Promise.resolve({ engine, tfjs: '4.22.0', threads: 1, maxRank: 6 });
  };
}

describe('chooseEngine', () => {
  it('auto: takes the first engine that starts and says what it tried', async () => {
    const wish = wishedEngine(undefined, undefined);
    expect(await chooseEngine(wish, startAllBut())).toMatchObject({
      engine: 'native',
      why: 'the best engine there is',
      tried: [],
    });
    expect(await chooseEngine(wish, startAllBut('native', 'wasm'))).toMatchObject({
      engine: 'cpu',
      why: 'the best that starts: not native nor wasm',
      tried: [
        { engine: 'native', problem: 'no native here' },
        { engine: 'wasm', problem: 'no wasm here' },
      ],
    });
  });

  it('auto: rejects with all reasons if none starts', async () => {
    const choice = chooseEngine(wishedEngine('auto', 'cpu'), startAllBut('native', 'wasm', 'cpu'));
    const reasons = 'native: no native here; wasm: no wasm here; cpu: no cpu here';
    await expect(choice).rejects.toMatchObject({
      code: 'EngineError',
      where: 'ready.engine',
      got: reasons,
    });
  });

  it('a named engine: is taken, and the origin of the wish named', async () => {
    expect(await chooseEngine(wishedEngine('wasm', 'cpu'), startAllBut())).toMatchObject({
      why: 'asked for by ready.engine',
    });
    expect(await chooseEngine(wishedEngine(undefined, 'cpu'), startAllBut())).toMatchObject({
      why: 'asked for by KILN_ENGINE',
    });
  });

  it('a named engine: is not replaced by another', async () => {
    const choice = chooseEngine(wishedEngine('native', undefined), startAllBut('native'));
    await expect(choice).rejects.toMatchObject({
      code: 'EngineError',
      where: 'ready.engine',
      got: 'no native here',
      hint: expect.stringContaining('kiln doctor') as string,
    });
  });

  it('wishedEngine: rejects a name that is no engine, saying where it came from', () => {
    expect(errorOf(() => wishedEngine('gpu', undefined))).toMatchObject({
      code: 'ArgumentError',
      where: 'ready.engine',
      got: '"gpu"',
    });
    expect(errorOf(() => wishedEngine(undefined, 'Native'))).toMatchObject({
      code: 'ArgumentError',
      where: 'KILN_ENGINE',
      got: '"Native"',
    });
  });
});
