import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { formatDuration, openProgress } from '../../src/app/progress.js';

/** A stream that keeps what is written to it, as a terminal or not. */
function stream(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const pass = new PassThrough();
  let text = '';
  pass.on('data', (chunk: Buffer) => (text += chunk.toString()));
  // What the bar asks of a terminal beyond writing.
  const terminal = {
    isTTY,
    columns: 120,
    rows: 40,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  };
  return { stream: Object.assign(pass, terminal) as unknown as NodeJS.WriteStream, text: () => text };
}

describe('openProgress', () => {
  it('without a terminal writes one line an epoch', () => {
    const { stream: plain, text } = stream(false);
    const progress = openProgress({ total: 4, quiet: false, stream: plain });
    progress.step(1, { epoch: 1, loss: 812.34 });
    progress.step(2, { epoch: 1, loss: 810.21, testAccuracy: 0.5 });
    progress.step(3, { epoch: 2, loss: 700 });
    progress.step(4, { epoch: 2, loss: 650, testAccuracy: 0.875 });
    progress.stop();
    expect(text()).toMatch(
      /^epoch 1: loss 810\.2, accuracy 0\.500, \d+ s left\nepoch 2: loss 650\.0, accuracy 0\.875, 0 s left\n$/,
    );
  });

  it('without a terminal and without accuracies goes by the steps of an epoch', () => {
    const { stream: plain, text } = stream(false);
    const progress = openProgress({ total: 4, stepsPerEpoch: 2, quiet: false, stream: plain });
    for (const step of [1, 2, 3, 4]) progress.step(step, { epoch: Math.ceil(step / 2), loss: 1 });
    expect(
      text()
        .split('\n')
        .map((line) => line.slice(0, 8)),
    ).toEqual(['epoch 1:', 'epoch 2:', '']);
  });

  it('on a terminal draws a bar with epoch, loss and the last known accuracy', () => {
    const { stream: terminal, text } = stream(true);
    const progress = openProgress({ total: 4, quiet: false, stream: terminal });
    progress.step(1, { epoch: 1, loss: 3, testAccuracy: 0.25 });
    progress.step(2, { epoch: 2, loss: 2 });
    progress.stop();
    expect(text()).toMatch(/epoch 2 │█+░+│ 50 % │ loss 2\.0 │ accuracy 0\.250 │/);
  });

  it('is silent where it is to be quiet', () => {
    const { stream: terminal, text } = stream(true);
    const progress = openProgress({ total: 1, quiet: true, stream: terminal });
    progress.step(1, { epoch: 1, loss: 1, testAccuracy: 1 });
    progress.stop();
    expect(text()).toBe('');
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [185, '3 min 5 s'],
    [3600, '1 h 0 min'],
    [100_000, '27 h 46 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});
