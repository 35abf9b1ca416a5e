import type { Tensor } from '@tensorflow/tfjs-core';
import { ParamError, SiteError, type Key } from '../num/index.js';
import type { Message, ParamMessage, PlateMessage, SampleMessage, Site, SubsampleMessage } from './message.js';
import { nameOf } from './message.js';
import { allotPlate } from './allotPlate.js';
import { answered } from './revise.js';
import { sliceForPlates } from './sliceForPlates.js';

/**
 * The default action: what happens to a message that no handler has answered.
 *
 * @throws SiteError if randomness is needed and no handler supplied a key
 * @throws ParamError if a parameter has neither a value nor an init
 */
export function answer<M extends Message>(message: M): Site<M> {
  // Each case answers its own kind of message, which the compiler cannot carry through the type parameter.
  return answerOf(message) as unknown as Site<M>;
}

function answerOf(message: Message): Message {
  if (message.type === 'sample') return answered(message, message.value ?? draw(message));
  // Each kind of value belongs to its kind of message, as above.
  return { ...message, value: valueOf(message) } as Message;
}

function valueOf(message: Exclude<Message, SampleMessage>): unknown {
  switch (message.type) {
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
  // One that takes no key is given one all the same, which it does not see.
  return init(init.length === 0 ? [0, 0] : requireKey(message));
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
