import * as tf from '@tensorflow/tfjs-core';
import { handle, type Handler, type Message, type Program, type Site } from '../../ppl/index.js';
import { answerTables, bodyDifference, handlerProgram, inSurroundings, keysOf, modelTables } from './handlerProgram.js';
import type { HandlerLaw, HandlerSubject } from './handlerLaw.js';

export const leavesNoTensor: HandlerLaw = {
  name: 'leavesNoTensor',
  statement: 'no tensor of a run outlives tf.tidy, also if the program throws',
  problem: (subject) => {
    const body = handlerProgram(subject.program);
    const failing = (): never => {
      body();
      throw new Error('thrown on purpose');
    };
    for (const run of [body, failing]) {
      const kept = survivors(subject, () => subject.handler<readonly unknown[], unknown>(run)());
      if (kept !== 0) return `expected no tensor to outlive a run, got ${kept}`;
    }
    return undefined;
  },
};

export const tensorsUntouched: HandlerLaw = {
  name: 'tensorsUntouched',
  statement: 'data, parameters and values are borrowed: neither disposed nor changed',
  problem: (subject) => {
    const seen = new Map<tf.Tensor, readonly number[]>();
    const tables = modelTables(subject.program);
    for (const table of Object.values(tables)) seen.set(table, [...table.dataSync()]);
    const body = watching((tensor) => void seen.set(tensor, [...tensor.dataSync()]), handlerProgram(subject.program));
    inSurroundings(subject, keysOf(subject).outer, () => void handle(answerTables(tables), subject.handler(body)));
    for (const [tensor, numbers] of seen) {
      if (tensor.isDisposed)
        return `expected a value of shape [${tensor.shape.join(', ')}] to be borrowed, got it disposed`;
      const isSame = tensor.dataSync().every((x, i) => Object.is(x, numbers[i]));
      if (!isSame) return `expected a value of shape [${tensor.shape.join(', ')}] to stay as it is, got it changed`;
    }
    return undefined;
  },
};

export const messagesUntouched: HandlerLaw = {
  name: 'messagesUntouched',
  statement: 'messages are not changed in place: frozen ones are answered alike',
  problem: (subject) => bodyDifference(subject, (body) => () => handle(freezing, body)),
};

/** How many tensors are left after tidying up behind a run. */
function survivors(subject: HandlerSubject, run: () => unknown): number {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    try {
      inSurroundings(subject, keysOf(subject).outer, () => void run());
    } catch {
      // What is left after an error counts as well.
    }
  });
  return tf.memory().numTensors - before;
}

/** Shows every value that is handed to handlers outside, or comes from them. */
function watching(show: (tensor: tf.Tensor) => void, body: Program): Program {
  const look = (message: Message): void => {
    if ('value' in message && message.value instanceof tf.Tensor) show(message.value);
  };
  const watched = <M extends Message>(message: M, outer: (message: M) => Site<M>): Site<M> => {
    look(message);
    const site = outer(message);
    look(site);
    return site;
  };
  const handler: Handler = { sample: watched, param: watched, deterministic: watched, subsample: watched };
  return (...args) => handle(handler, () => body(...args));
}

const freezing: Handler = {
  sample: (message, outer) =>
    outer(frozen({ ...message, infer: frozen(message.infer), plates: frozen(message.plates) })),
  param: (message, outer) => outer(frozen({ ...message, plates: frozen(message.plates) })),
  deterministic: (message, outer) => outer(frozen({ ...message, plates: frozen(message.plates) })),
  plate: (message, outer) => outer(frozen({ ...message, plates: frozen(message.plates) })),
};

/** A copy that cannot be changed: code in modules throws where it tries. */
function frozen<T extends object>(value: T): T {
  return Object.freeze(Array.isArray(value) ? ([...(value as readonly unknown[])] as unknown as T) : { ...value });
}
