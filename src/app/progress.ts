import cliProgress from 'cli-progress';

/** What is known of a run at a step; epochs count from 1. */
export interface ProgressState {
  readonly epoch: number;
  /** Nats per image. */
  readonly loss: number;
  /** A share of 1; the last one that was given stays on show. */
  readonly testAccuracy?: number | undefined;
}

/** Shows how far a run is. */
export interface Progress {
  /** After step number `step` of the run. */
  step(step: number, state: ProgressState): void;
  /** Ends the display, and leaves the cursor on a line of its own. */
  stop(): void;
}

export interface ProgressOptions {
  /** Steps of the whole run. */
  readonly total: number;
  /** Steps that were done before, in a run that is resumed. Default 0. */
  readonly start?: number;
  /** Steps of an epoch: where there is no terminal, one line is printed after each. Default: the step after which an accuracy is given. */
  readonly stepsPerEpoch?: number;
  /** Show nothing. */
  readonly quiet: boolean;
  /** Default: standard error. */
  readonly stream?: NodeJS.WriteStream;
}

/** A bar on a terminal, a line for each epoch elsewhere, nothing at all where it is to be quiet. */
export function openProgress(options: ProgressOptions): Progress {
  const { quiet, stream = process.stderr } = options;
  if (quiet) return { step: () => undefined, stop: () => undefined };
  return stream.isTTY ? bar(options, stream) : lines(options, stream);
}

function bar({ total, start = 0 }: ProgressOptions, stream: NodeJS.WriteStream): Progress {
  const single = new cliProgress.SingleBar({
    stream,
    format: 'epoch {epoch} │{bar}│ {percentage} % │ loss {loss} │ accuracy {accuracy} │ {left}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    // A process that is killed could not bring it back.
    hideCursor: false,
    fps: 5,
  });
  const left = timeLeft(total, start);
  let accuracy = '-';
  single.start(total, start, { epoch: '-', loss: '-', accuracy, left: '' });
  return {
    step: (step, { epoch, loss, testAccuracy }) => {
      if (testAccuracy !== undefined) accuracy = formatAccuracy(testAccuracy);
      single.update(step, { epoch, loss: formatLoss(loss), accuracy, left: left(step) });
    },
    stop: () => {
      single.stop();
    },
  };
}

function lines({ total, start = 0, stepsPerEpoch }: ProgressOptions, stream: NodeJS.WriteStream): Progress {
  const left = timeLeft(total, start);
  return {
    step: (step, { epoch, loss, testAccuracy }) => {
      const isEnd = stepsPerEpoch === undefined ? testAccuracy !== undefined : step % stepsPerEpoch === 0;
      if (!isEnd) return;
      const accuracy = testAccuracy === undefined ? '' : `, accuracy ${formatAccuracy(testAccuracy)}`;
      stream.write(`epoch ${epoch}: loss ${formatLoss(loss)}${accuracy}, ${left(step)}\n`);
    },
    stop: () => undefined,
  };
}

/** Says how long the rest will take, from the mean pace of this process. */
function timeLeft(total: number, start: number): (step: number) => string {
  const begin = performance.now();
  return (step) => {
    const done = step - start;
    if (done <= 0) return '';
    const seconds = ((performance.now() - begin) / 1000 / done) * (total - step);
    return `${formatDuration(seconds)} left`;
  };
}

/** A duration in two units at most: `48 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function formatLoss(loss: number): string {
  return loss.toFixed(1);
}

function formatAccuracy(accuracy: number): string {
  return accuracy.toFixed(3);
}
