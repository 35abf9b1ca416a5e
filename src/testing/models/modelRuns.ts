import * as tf from '@tensorflow/tfjs-core';
import { constraintNamed, transformTo } from '../../dist/index.js';
import { svi, type Objective, type ProgramPair, type Svi, type SviState } from '../../infer/index.js';
import { fold, key as keyOf, normal, valueAndGradients, type Key } from '../../num/index.js';
import { answerParams, handle, replay, seed, trace, type Handler, type Trace } from '../../ppl/index.js';
import type { ModelSubject } from './modelLaw.js';

export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** A law's own key. */
export function lawKey({ key }: ModelSubject, name: string): Key {
  return fold(keyOf(key), name);
}

export function pairOf({ model, guide, args }: ModelSubject): ProgramPair {
  return { model: () => model(...args), guide: (...more) => guide(...args, ...more), args: [] };
}

/** The parameters where training starts, and how they were declared. */
export function startOf(subject: ModelSubject, key: Key): SviState {
  return fitOf(subject).init(key, ...subject.args);
}

export function fitOf({ model, guide, elbo, optimizer }: ModelSubject): Svi<readonly unknown[]> {
  return svi({ model, guide, elbo, optimizer });
}

/** Unconstrained values, each entry moved by a normal number times `distance`. */
export function moved(params: Tensors, key: Key, distance: number): Tensors {
  const entries = Object.entries(params).map(
    ([name, value]) => [name, tf.add(value, tf.mul(distance, normal(fold(key, name), value.shape)))] as const,
  );
  return Object.fromEntries(entries);
}

/** Answers parameters with unconstrained values. */
export function knowing({ declarations }: SviState, params: Tensors): Handler {
  const values = Object.entries(params).map(([name, free]) => {
    const { constraint = 'real', made } = declarations[name] ?? {};
    return [name, transformTo(made?.() ?? constraintNamed(constraint)).forward(free)] as const;
  });
  return answerParams(new Map(values));
}

/** The loss at unconstrained values, in nats. */
export function lossAt(
  subject: ModelSubject,
  start: SviState,
  params: Tensors,
  key: Key,
  elbo: Objective = subject.elbo,
): tf.Scalar {
  return handle(knowing(start, params), () => elbo.loss(pairOf(subject), key, start.plan));
}

/** The loss as a number, and its gradients. */
export function gradientsAt(subject: ModelSubject, start: SviState, params: Tensors, key: Key): Tensors {
  return valueAndGradients((values) => lossAt(subject, start, values, key), params).gradients;
}

export function numberOf(body: () => tf.Tensor): number {
  return tf.tidy(() => body().dataSync()[0] ?? NaN);
}

export interface Runs {
  readonly guide: Trace;
  readonly model: Trace;
}

/** One run of the guide, and of the model with its values, at given parameters. */
export function runsAt(subject: ModelSubject, start: SviState, key: Key, params: Tensors = start.params): Runs {
  const { model, guide, args } = subject;
  return handle(knowing(start, params), () => {
    const guideTrace = trace(seed(fold(key, 'guide'), () => guide(...args)))();
    return {
      guide: guideTrace,
      model: trace(
        seed(
          fold(key, 'model'),
          replay(guideTrace, () => model(...args)),
        ),
      )(),
    };
  });
}
