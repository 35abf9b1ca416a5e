import type { SampleMessage, Site } from './message.js';

type Changes = Partial<Omit<SampleMessage, 'type' | 'name'>>;

/**
 * A copy of a sample message with some fields changed.
 *
 * Written out, because every handler makes one at every site, and a spread of an object that came from a spread takes ten
 * times as long.
 */
export function revise(message: SampleMessage, changes: Changes): SampleMessage {
  return {
    type: 'sample',
    name: message.name,
    dist: changes.dist ?? message.dist,
    value: changes.value ?? message.value,
    observed: changes.observed ?? message.observed,
    scale: changes.scale ?? message.scale,
    mask: changes.mask ?? message.mask,
    plates: changes.plates ?? message.plates,
    key: changes.key ?? message.key,
    infer: changes.infer ?? message.infer,
    markov: changes.markov ?? message.markov,
  };
}

/** The message answered with `value`. */
export function answered(message: SampleMessage, value: Site<SampleMessage>['value']): Site<SampleMessage> {
  // The value that `revise` puts in is the one given.
  return revise(message, { value }) as Site<SampleMessage>;
}
