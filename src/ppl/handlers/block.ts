import { ArgumentError } from '../../num/index.js';
import { answer } from '../answer.js';
import type { Handler, Message, Program, Rule } from '../message.js';
import { handle, perform } from '../runtime.js';

type BlockedType = 'sample' | 'param' | 'deterministic' | 'plate' | 'observe';

export interface BlockOptions {
  readonly hideFn?: (message: Message) => boolean;
  readonly exposeFn?: (message: Message) => boolean;
  readonly hide?: readonly string[];
  readonly expose?: readonly string[];
  /** `observe` is an observed sample. */
  readonly hideTypes?: readonly BlockedType[];
  readonly exposeTypes?: readonly BlockedType[];
}

/**
 * Hides sites of `program` from all handlers outside; without options, all sites.
 *
 * A hidden site still gets randomness and existing parameter values from outside, but nothing records it there.
 *
 * @throws ArgumentError if a name or type is both hidden and exposed
 */
export function block<Args extends readonly unknown[], R>(
  options: BlockOptions,
  program: Program<Args, R>,
): Program<Args, R> {
  checkOptions(options);
  const hides = hider(options);
  const rule = <M extends Message>(hidden: (message: M) => M): Rule<M> => {
    return (message, outer) => (hides(message) ? answer(hidden(message)) : outer(message));
  };
  const blocking: Handler = {
    sample: rule((message) => (message.value === undefined ? withKey(message) : message)),
    param: rule((message) => (message.value === undefined ? withKey(withStored(message)) : message)),
    plate: rule((message) => (message.value === undefined ? withKey(message) : message)),
    deterministic: rule((message) => message),
  };
  return (...args) => handle(blocking, () => program(...args));
}

/** The key comes from the seed outside, if there is one; without, the default action says what is missing. */
function withKey<M extends Extract<Message, { key?: unknown; name: string; type: string }>>(message: M): M {
  if (!needsKey(message) || ('key' in message && message.key !== undefined)) return message;
  return { ...message, key: perform({ type: 'key', name: message.name }).value };
}

function needsKey(message: Message): boolean {
  if (message.type === 'param') return message.value === undefined && typeof message.init === 'function' && message.init.length > 0;
  if (message.type === 'plate') return message.subsampleSize !== undefined || typeof message.subsample === 'function';
  return message.type === 'sample' && message.value === undefined;
}

function withStored<M extends Extract<Message, { type: 'param' }>>(message: M): M {
  const { tensor } = perform({ type: 'stored', name: message.name }).value;
  return tensor === undefined ? message : { ...message, value: tensor };
}

function hider(options: BlockOptions): (message: Message) => boolean {
  const { hideFn, exposeFn, hide, expose, hideTypes, exposeTypes } = options;
  if (hideFn !== undefined) return hideFn;
  if (exposeFn !== undefined) return (message) => !exposeFn(message);
  if (expose !== undefined || exposeTypes !== undefined) {
    return (message) => !(expose?.includes(message.name) === true || hasType(message, exposeTypes));
  }
  if (hide === undefined && hideTypes === undefined) return () => true;
  return (message) => hide?.includes(message.name) === true || hasType(message, hideTypes);
}

function hasType(message: Message, types: readonly BlockedType[] | undefined): boolean {
  const type = message.type === 'sample' && message.observed ? 'observe' : message.type;
  return types?.some((wanted) => wanted === type || (wanted === 'sample' && message.type === 'sample')) === true;
}

function checkOptions({ hide = [], expose = [], hideTypes = [], exposeTypes = [] }: BlockOptions): void {
  const both = [...hide.filter((name) => expose.includes(name)), ...hideTypes.filter((type) => exposeTypes.includes(type))];
  if (both.length === 0) return;
  throw new ArgumentError({
    where: 'block',
    expected: 'names and types that are either hidden or exposed',
    got: `${both.map((word) => `"${word}"`).join(', ')} in both`,
  });
}
