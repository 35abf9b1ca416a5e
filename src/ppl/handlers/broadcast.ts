import { revise, type Handler, type Program } from '../message.js';
import { expandToPlate } from '../plate.js';
import { handle } from '../runtime.js';

/**
 * Expands the distribution of each sample site of `program` to the sizes of its plates.
 *
 * Every `plate` does this itself; `broadcast` is for handlers that replace the distribution of a site.
 *
 * @throws ShapeError if a batch size at the dim of a plate is neither 1 nor the size of the plate
 */
export function broadcast<Args extends readonly unknown[], R>(program: Program<Args, R>): Program<Args, R> {
  const broadcasting: Handler = {
    sample: (message, outer) => {
      const expanded = message.plates.reduce(
        (site, frame) => revise(site, { dist: expandToPlate(site, frame) }),
        message,
      );
      return outer(expanded);
    },
  };
  return (...args) => handle(broadcasting, () => program(...args));
}
