/** A watch on the user's wish to stop. */
export interface Interrupt {
  /** Aborted at the first Ctrl-C (or a request to terminate). */
  readonly signal: AbortSignal;
  /** Ends the watch: Ctrl-C stops the process at once again. */
  release(): void;
}

/**
 * Turns the first Ctrl-C (SIGINT) or SIGTERM into an aborted signal, so that a run can save a checkpoint and stop in
 * order; the second one stops the process at once.
 *
 * @param onFirst called at the first one, to tell the user what happens now
 */
export function onInterrupt(onFirst: () => void, target: NodeJS.EventEmitter = process): Interrupt {
  const controller = new AbortController();
  const release = (): void => {
    target.off('SIGINT', first);
    target.off('SIGTERM', first);
  };
  const first = (): void => {
    // Without a listener the signal has its usual effect, which is what the second one is to have.
    release();
    controller.abort();
    onFirst();
  };
  target.on('SIGINT', first);
  target.on('SIGTERM', first);
  return { signal: controller.signal, release };
}

/** Runs a job under such a watch, which ends with it. @param whatNow shown to the user at the first Ctrl-C */
export async function untilInterrupted<Result>(
  whatNow: () => void,
  job: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { signal, release } = onInterrupt(whatNow);
  try {
    return await job(signal);
  } finally {
    release();
  }
}
