import type { DistributionFactory, Subject } from '../law.js';

const MOST_SUBJECTS = 6;
const memories = new WeakMap<DistributionFactory, Map<string, Map<string, unknown>>>();

/**
 * What `compute` makes, once for each subject: laws put to one subject share its draws and integrals. The last few subjects of a
 * factory are remembered; what is kept is plain data, never tensors.
 */
export function memo<R>(subject: Subject, what: string, compute: () => R): R {
  const memory = memoryOf(subject);
  if (!memory.has(what)) memory.set(what, compute());
  return memory.get(what) as R; // set above under a name that stands for one type
}

function memoryOf({ factory, parameters, key, maxDraws }: Subject): Map<string, unknown> {
  const subjects = memories.get(factory) ?? new Map<string, Map<string, unknown>>();
  memories.set(factory, subjects);
  const name = JSON.stringify([parameters, key, maxDraws]);
  const memory = subjects.get(name) ?? new Map<string, unknown>();
  // Set anew, so that the oldest in the order of use comes first.
  subjects.delete(name);
  subjects.set(name, memory);
  const [oldest] = subjects.keys();
  if (subjects.size > MOST_SUBJECTS && oldest !== undefined) subjects.delete(oldest);
  return memory;
}
