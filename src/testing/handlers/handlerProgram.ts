import * as tf from '@tensorflow/tfjs-core';
import { normal } from '../../dist/index.js';
import { fold, key as keyOf, type Key } from '../../num/index.js';
import {
  deterministic,
  handle,
  param,
  plate,
  sample,
  seed,
  trace,
  type Handler,
  type Program,
} from '../../ppl/index.js';
import { tablesOf } from '../bruteForce.js';
import { programOf, tensorsOf } from '../programOf.js';
import type { SmallProgram } from '../smallProgram.js';
import type { HandlerSubject } from './handlerLaw.js';
import { difference, recordOf, type RunRecord } from './runRecord.js';

/**
 * The model of a small program, and after it a parameter `w`, a site `tail`, the deterministic `twice`, and the site `rows` in a
 * subsampled plate `some`. Its result is a tensor.
 */
export function handlerProgram(program: SmallProgram): Program<readonly unknown[], tf.Tensor> {
  const { model } = programOf(program);
  return () => {
    model();
    const tail = sample('tail', normal({ loc: param('w', tf.scalar(0.5)), scale: 2 }));
    const twice = deterministic('twice', tf.mul(tail, 2));
    plate('some', 4, () => sample('rows', normal({ loc: twice, scale: 1 })), { subsampleSize: 2 });
    return twice;
  };
}

/** The keys of a law's runs: of the program itself, and of what handlers draw. */
export function keysOf({ key }: HandlerSubject): { readonly inner: Key; readonly outer: Key } {
  return { inner: fold(keyOf(key), 'inner'), outer: fold(keyOf(key), 'outer') };
}

/** The program with its draws fixed, whatever handlers around it do to names. */
export function seeded(subject: HandlerSubject): Program<readonly unknown[], tf.Tensor> {
  return seed(keysOf(subject).inner, handlerProgram(subject.program));
}

/** Answers the parameters of the small program, and supplies randomness. */
export function inSurroundings<R>({ program }: HandlerSubject, key: Key, body: () => R): R {
  return handle(answerTables(modelTables(program)), seed(key, body));
}

/** Whether the handled program records the same when its body is run in another way. */
export function bodyDifference(
  subject: HandlerSubject,
  change: (body: Program<[]>) => Program<[]>,
): string | undefined {
  const body = seeded(subject);
  return difference(recorded(subject, subject.handler(body)), recorded(subject, subject.handler(change(body))));
}

/** What is recorded of one run of a program in these surroundings. */
export function recorded(subject: HandlerSubject, run: Program<[]>, key: Key = keysOf(subject).outer): RunRecord {
  return inSurroundings(subject, key, () => recordOf(trace(run)()));
}

/** Answers parameters with tables, under whatever prefix handlers put before their names. */
export function answerTables(tables: Readonly<Record<string, tf.Tensor>>): Handler {
  const tableOf = (name: string): tf.Tensor | undefined => tables[name.slice(name.lastIndexOf('/') + 1)];
  return {
    param: (message, outer) => {
      const value = message.value ?? tableOf(message.name);
      return outer(value === undefined ? message : { ...message, value });
    },
    stored: (message, outer) => {
      const tensor = message.value?.tensor ?? tableOf(message.name);
      return outer(tensor === undefined ? message : { ...message, value: { tensor } });
    },
  };
}

/** The tables of the model's side, by parameter. */
export function modelTables(program: SmallProgram): Record<string, tf.Tensor> {
  const entries = Object.entries(tensorsOf(program, tablesOf(program)));
  return Object.fromEntries(entries.filter(([name]) => name.startsWith('model')));
}
