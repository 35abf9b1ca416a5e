import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { onInterrupt } from '../../src/app/interrupt.js';

describe('onInterrupt', () => {
  it.each(['SIGINT', 'SIGTERM'])(
    '%s aborts the signal and is told of once; then signals have their usual effect',
    (name) => {
      const target = new EventEmitter();
      let told = 0;
      const { signal } = onInterrupt(() => (told += 1), target);
      expect(signal.aborted).toBe(false);
      target.emit(name);
      expect([signal.aborted, told, target.listenerCount('SIGINT'), target.listenerCount('SIGTERM')]).toEqual([
        true,
        1,
        0,
        0,
      ]);
    },
  );

  it('released, leaves no listener and the signal as it is', () => {
    const target = new EventEmitter();
    const { signal, release } = onInterrupt(() => undefined, target);
    release();
    target.emit('SIGINT');
    expect([signal.aborted, target.listenerCount('SIGINT')]).toEqual([false, 0]);
  });
});
