import { fold, key as toKey, type Key } from '../../num/index.js';
import { needsKey } from '../defaultAction.js';
import { revise, type Handler, type KeyMessage, type ParamMessage, type PlateMessage } from '../message.js';
import type { Program } from '../message.js';
import { handle } from '../runtime.js';

/**
 * Supplies random keys to each run of `program`.
 *
 * The key of a site is derived from `key`, the name of the site and the number of earlier requests for that name in the run. So a
 * draw does not change when unrelated sites are added, removed or reordered.
 */
export function seed<Args extends readonly unknown[], R>(
  key: Key | number,
  program: Program<Args, R>,
): Program<Args, R> {
  const root = typeof key === 'number' ? toKey(key) : key;
  return (...args) => handle(seeding(root), () => program(...args));
}

function seeding(root: Key): Handler {
  const counts = new Map<string, number>();
  const next = (name: string): Key => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return fold(fold(root, name), count);
  };
  // Requests of parameters and plates are not counted: all uses in a run have the same value or indices.
  const keyFor = (purpose: KeyMessage['purpose'], name: string): Key =>
    purpose === 'sample' ? next(name) : fold(root, `${purpose} ${name}`);
  const keyed = <M extends ParamMessage | PlateMessage>(message: M): M =>
    needsKey(message) ? { ...message, key: keyFor(message.type, message.name) } : message;
  return {
    sample: (message, outer) => outer(needsKey(message) ? revise(message, { key: next(message.name) }) : message),
    param: (message, outer) => outer(keyed(message)),
    plate: (message, outer) => outer(keyed(message)),
    key: (message, outer) =>
      outer(message.value === undefined ? { ...message, value: keyFor(message.purpose, message.name) } : message),
  };
}
