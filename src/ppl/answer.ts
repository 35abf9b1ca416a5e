import type { Tensor } from '@tensorflow/tfjs-core';
import { ParamError, SiteError, type Key } from '../num/index.js';
import type { Message, ParamMessage, PlateMessage, SampleMessage, Site, SubsampleMessage } from './message.js';
import { nameOf } from './message.js';
import { allotPlate } from './allotPlate.js';
import { sliceForPlates } from './sliceForPlates.js';

/**
 * The default action: what happens to a message that no handler has answered.
 *
 * @throws SiteError if randomness is needed and no handler supplied a key
 * @throws ParamError if a parameter has neither a value nor an init
 */
export function answer<M extends Message>(message: M): Site<M> {
  // Each case answers its own kind of message, which the compiler cannot carry through the type parameter.
  return { ...message, value: valueOf(message) } as unknown as Site<M>;
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
      return allotPlate(message, () => requireKey(message));
    case 'subsample':
      return cut(message);
    case 'key':
      return message.value ?? missingKey(message);
    case 'frames':
      return message.plates;
  }
}

function draw(message: SampleMessage): Tensor {
  const key = requireKey(message);
  const reparameterised = message.dist.hasRsample && message.infer.gradient !== 'score';
  return reparameterised ? message.dist.rsample(key) : message.dist.sample(key);
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
  return init(init.length === 0 ? (message.key ?? [0, 0]) : requireKey(message));
}

function cut(message: SubsampleMessage): Tensor {
  return sliceForPlates(nameOf(message), message.data, message.plates, message.eventDim);
}

function requireKey(message: SampleMessage | ParamMessage | PlateMessage): Key {
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
