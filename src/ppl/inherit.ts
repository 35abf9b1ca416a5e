import { fold, multiplyMask, multiplyScale } from '../num/index.js';
import { asksForKey } from './asksForKey.js';
import type { Frame, Handler, SampleMessage } from './message.js';

/**
 * The handler for sites that a rule performs in place of `message`: they get its plates, scale, mask and randomness, as if they
 * stood where the statement stands.
 */
export function inherit(message: SampleMessage): Handler {
  const inside = <M extends { readonly plates: readonly Frame[] }>(own: M): M => ({
    ...own,
    plates: [...message.plates, ...own.plates],
  });
  return {
    sample: (own, outer) => {
      const isKeyed = asksForKey(own) && message.key !== undefined;
      return outer({
        ...inside(own),
        scale: multiplyScale(message.scale, own.scale),
        mask: multiplyMask(message.mask, own.mask),
        key: isKeyed ? fold(message.key, own.name) : own.key,
        markov: joined(message.markov, own.markov),
      });
    },
    param: (own, outer) => outer(inside(own)),
    deterministic: (own, outer) => outer(inside(own)),
    plate: (own, outer) => outer(inside(own)),
    subsample: (own, outer) => outer(inside(own)),
    frames: (own, outer) => outer(inside(own)),
  };
}

function joined(outer: SampleMessage['markov'], inner: SampleMessage['markov']): SampleMessage['markov'] {
  return outer === undefined && inner === undefined ? undefined : [...(outer ?? []), ...(inner ?? [])];
}
