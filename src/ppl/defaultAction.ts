import type { Tensor } from '@tensorflow/tfjs-core';
import { formatShape, ParamError, ShapeError, SiteError, sizeAt, take, type Key } from '../num/index.js';
import { allocatePlate } from './allocatePlate.js';
import { nameOf, revise, type Frame, type Message, type ParamMessage, type PlateMessage } from './message.js';
import type { SampleMessage, Site } from './message.js';

type Keyed = SampleMessage | ParamMessage | PlateMessage;

/**
 * What happens to a message after all handlers: a `sample` is drawn, a `param` is initialised, a `plate` gets its indices and dim.
 * A message that has a value keeps it.
 *
 * @throws SiteError if a random key is needed and the message has none
 * @throws ParamError if a parameter has neither a value nor an init
 */
export function defaultAction<M extends Message>(message: M): Site<M> {
  // `valueOf` returns the value of this kind of message; TypeScript cannot follow that through M.
  const value = valueOf(message);
  const site = message.type === 'sample' ? revise(message, { value: value as Tensor }) : { ...message, value };
  return site as unknown as Site<M>;
}

function valueOf(message: Message): unknown {
  switch (message.type) {
    case 'sample':
      return message.value ?? draw(message);
    case 'param':
      return message.value ?? initial(message);
    case 'deterministic':
      return message.value;
    case 'stored':
      return message.value ?? { tensor: undefined };
    case 'plate':
      return allocatePlate(message, () => keyOf(message));
    case 'subsample':
      return sliceToPlates(nameOf(message), message.data, message.plates, message.eventDim);
    case 'key':
      return message.value ?? missingKey(message);
    case 'frames':
      return message.plates;
  }
}

/** Whether the default action will need a random key that the message does not have. */
export function needsKey(message: Keyed): boolean {
  if (message.value !== undefined || message.key !== undefined) return false;
  switch (message.type) {
    case 'sample':
      return true;
    case 'param':
      return typeof message.init === 'function' && message.init.length > 0;
    case 'plate':
      return message.subsampleSize !== undefined || typeof message.subsample === 'function';
  }
}

/**
 * `value` [...batch, ...event] at the indices of each subsampled plate.
 *
 * @throws ShapeError if the size at the dim of a plate is neither 1 nor the full size of the plate
 */
export function sliceToPlates(where: string, value: Tensor, plates: readonly Frame[], eventDim: number): Tensor {
  return plates.reduce((sliced, { name, dim, fullSize, indices }) => {
    if (dim === undefined || fullSize === undefined) return sliced;
    const size = sizeAt(value.shape, dim - eventDim);
    if (size !== 1 && size !== fullSize) {
      throw new ShapeError({
        where,
        expected: `size 1 or ${fullSize} at dim ${dim - eventDim}, for plate "${name}"`,
        got: `shape ${formatShape(value.shape)}`,
        hint: 'the full data, before any subsampling, and the right eventDim',
      });
    }
    return size === 1 || indices === undefined ? sliced : take(sliced, indices, dim - eventDim);
  }, value);
}

function draw(message: SampleMessage): Tensor {
  const { dist, infer } = message;
  const key = keyOf(message);
  return dist.hasRsample && infer.gradient !== 'score' ? dist.rsample(key) : dist.sample(key);
}

function initial(message: ParamMessage): Tensor {
  const { init } = message;
  if (init === undefined) {
    throw new ParamError({
      where: nameOf(message),
      expected: 'a parameter that was declared before',
      got: 'no value and no init',
      hint: `param("${message.name}", init) at its first use, or substitute`,
    });
  }
  if (typeof init !== 'function') return init;
  // A function without parameters ignores the key, so any key will do.
  return init(init.length === 0 ? [0, 0] : keyOf(message));
}

function keyOf(message: Keyed): Key {
  return message.key ?? missingKey(message);
}

function missingKey(message: Message): never {
  throw new SiteError({
    where: nameOf(message),
    expected: 'a random key from a handler',
    got: 'none',
    hint: 'seed(key(0), program) around the call, or give the site a value',
  });
}
