import { withStraightThrough } from '../../dist/index.js';
import { handle, revise, type Handler, type Program } from '../../ppl/index.js';

/** Gives each latent site of a guide that is marked `gradient: 'straightThrough'` the biased derivative of that name. */
export function passThrough(guide: Program): Program {
  const passing: Handler = {
    sample: (message, outer) =>
      outer(
        message.infer.gradient === 'straightThrough' && !message.observed && !message.dist.hasRsample
          ? revise(message, { dist: withStraightThrough(message.dist) })
          : message,
      ),
  };
  return (...args) => handle(passing, () => guide(...args));
}
