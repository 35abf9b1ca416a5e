import { fold, multiplyMask, multiplyScale } from '../num/index.js';
import { needsKey } from './defaultAction.js';
import type { Handler, SampleMessage } from './message.js';
import { insidePlates } from './plate.js';

/** The handler for auxiliary sites that replace `message`: they get its plates, scale, mask, Markov marks and randomness. */
export function inherit(message: SampleMessage): Handler {
  return {
    ...insidePlates(message.plates),
    sample: (own, outer) => {
      const isKeyed = needsKey(own) && message.key !== undefined;
      const markov = [...(message.markov ?? []), ...(own.markov ?? [])];
      return outer({
        ...own,
        plates: [...message.plates, ...own.plates],
        scale: multiplyScale(message.scale, own.scale),
        mask: multiplyMask(message.mask, own.mask),
        key: isKeyed ? fold(message.key, own.name) : own.key,
        markov: markov.length === 0 ? undefined : markov,
      });
    },
  };
}
