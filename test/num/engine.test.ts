import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { engineInfo, engineNames, ready } from '../../src/num/index.js';
import { describeEngines, testedEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

describeEngines('engine', (engine) => {
  it('ready: makes the engine asked for the one in use', () => {
    expect(engineInfo()).toMatchObject({ engine, tfjs: '4.22.0', tried: [] });
    expect(tf.getBackend()).toBe(engine === 'native' ? 'tensorflow' : engine);
  });

  it('ready: changes nothing when called again without an engine', async () => {
    expect(await ready()).toBe(engineInfo());
    expect(engineInfo().engine).toBe(engine);
  });

  it('ready: moves tensors of the former engine when they are used', async () => {
    const made = tf.add(tf.tensor1d([1, 2]), 0.5);
    for (const other of testedEngines) {
      await ready({ engine: other });
      const moved = tf.mul(made, 2);
      await ready({ engine });
      expectClose(tf.add(moved, made), [4.5, 7.5]);
    }
  });

  it('ready: leaves nothing installed for uncaught errors', () => {
    const handlers = process.listeners('uncaughtException').map(String);
    expect(handlers.filter((handler) => handler.includes('ExitStatus'))).toEqual([]);
  });
});

describe('ready', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('takes the first engine that starts', async () => {
    const { engine, why, tried } = await ready({ engine: 'auto' });
    expect(engine).toBe(engineNames[tried.length]);
    expect(why).toBe(tried.length === 0 ? 'the best engine there is' : why);
  });

  it('lets calls made at once take turns', async () => {
    const started = await Promise.all(testedEngines.map((engine) => ready({ engine })));
    expect(started.map(({ engine }) => engine)).toEqual(testedEngines);
    expect(engineInfo().engine).toBe(testedEngines.at(-1));
  });

  it('rejects an engine that does not exist', async () => {
    await expect(ready({ engine: 'gpu' as 'cpu' })).rejects.toMatchObject({
      code: 'ArgumentError',
      where: 'ready.engine',
      got: '"gpu"',
    });
  });
});
