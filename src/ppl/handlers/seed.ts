import { fold, key as toKey, type Key } from '../../num/index.js';
import { asksForKey } from '../asksForKey.js';
import type { Handler, KeyMessage, Program } from '../message.js';
import { revise } from '../revise.js';
import { handle } from '../runtime.js';

/**
 * Supplies randomness to each run of `program`.
 *
 * A site's key is derived from `key`, the site's name and how often that name was asked for before in the run, so a draw
 * does not change when unrelated sites are added, removed or reordered.
 */
export function seed<Args extends readonly unknown[], R>(
  key: Key | number,
  program: Program<Args, R>,
): Program<Args, R> {
  const root = typeof key === 'number' ? toKey(key) : key;
  return (...args) => handle(seeding(root), () => program(...args));
}

function seeding(root: Key): Handler {
  const asked = new Map<string, number>();
  const next = (name: string): Key => {
    const times = asked.get(name) ?? 0;
    asked.set(name, times + 1);
    return fold(fold(root, name), times);
  };
  // Parameters and plates are not counted: every use of one in a run has the same value or indices.
  const keyFor = (purpose: KeyMessage['purpose'], name: string): Key =>
    purpose === 'sample' ? next(name) : fold(root, `${purpose} ${name}`);
  return {
    sample: (message, outer) => outer(asksForKey(message) ? revise(message, { key: next(message.name) }) : message),
    param: (message, outer) =>
      outer(asksForKey(message) ? { ...message, key: keyFor('param', message.name) } : message),
    plate: (message, outer) =>
      outer(asksForKey(message) ? { ...message, key: keyFor('plate', message.name) } : message),
    key: (message, outer) =>
      outer(message.value === undefined ? { ...message, value: keyFor(message.purpose, message.name) } : message),
  };
}
