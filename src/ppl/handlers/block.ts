import { ArgumentError, checkOptionNames, nearest } from '../../num/index.js';
import { defaultAction, needsKey } from '../defaultAction.js';
import { expandToFactors } from '../expandToFactors.js';
import type {
  Frame,
  Handler,
  KeyMessage,
  Message,
  ParamMessage,
  PlateMessage,
  Program,
  SampleMessage,
} from '../message.js';
import { handle, perform } from '../runtime.js';
import { watchNames } from './watchNames.js';

const BLOCKED_TYPES = ['sample', 'observe', 'param', 'deterministic', 'plate'] as const;

/** `observe` is an observed sample site, `sample` a latent one. */
export type BlockedType = (typeof BLOCKED_TYPES)[number];

export interface BlockOptions {
  readonly hideFn?: (message: Message) => boolean;
  readonly exposeFn?: (message: Message) => boolean;
  /** Names to hide; or names to expose, with all others hidden. The same for types. */
  readonly hide?: readonly string[];
  readonly expose?: readonly string[];
  readonly hideTypes?: readonly BlockedType[];
  readonly exposeTypes?: readonly BlockedType[];
}

const LISTS = ['hide', 'expose', 'hideTypes', 'exposeTypes'] as const;

/**
 * Hides sites of `program` from the handlers outside; without options, all sites.
 *
 * A hidden site still gets random keys and the values of known parameters from outside, but is not recorded there: a hidden parameter
 * is not trained, and plates outside do not expand a hidden sample.
 *
 * Warns if no site of the first run has a name of a list.
 *
 * @throws ArgumentError if a name or type is both hidden and exposed, a type or option is unknown, or a function is combined with
 *   another option
 */
export function block<Args extends readonly unknown[], R>(
  options: BlockOptions,
  program: Program<Args, R>,
): Program<Args, R> {
  checkOptions(options);
  const hides = hider(options);
  const watch = watchNames('block', 'site', [...(options.hide ?? []), ...(options.expose ?? [])]);
  return (...args) =>
    watch((meet) => {
      const hidden = (message: Message): boolean => {
        meet(message.name);
        return hides(message);
      };
      return handle(blocking(hidden), () => program(...args));
    });
}

function blocking(hides: (message: Message) => boolean): Handler {
  return {
    sample: (message, outer) =>
      hides(message) ? defaultAction(withKey(withFactors(message), 'sample')) : outer(message),
    param: (message, outer) =>
      hides(message) ? defaultAction(withFrames(withKey(withStored(message), 'param'))) : outer(message),
    plate: (message, outer) => (hides(message) ? defaultAction(withFrames(withKey(message, 'plate'))) : outer(message)),
    deterministic: (message, outer) => (hides(message) ? defaultAction(message) : outer(message)),
  };
}

/** With the key that the site would have if it were not hidden. */
function withKey<M extends SampleMessage | ParamMessage | PlateMessage>(message: M, purpose: KeyMessage['purpose']): M {
  if (!needsKey(message)) return message;
  return { ...message, key: perform({ type: 'key', name: message.name, purpose }).value };
}

function withStored(message: ParamMessage): ParamMessage {
  if (message.value !== undefined) return message;
  const { tensor } = perform({ type: 'stored', name: message.name }).value;
  return tensor === undefined ? message : { ...message, value: tensor };
}

/** The distribution of a hidden site is not expanded to plates outside, but its mask or scale may depend on them. */
function withFactors(message: SampleMessage): SampleMessage {
  const isPlain = typeof message.mask === 'boolean' && typeof message.scale === 'number';
  return isPlain ? message : expandToFactors(message, outerFrames());
}

function outerFrames(): readonly Frame[] {
  return perform({ type: 'frames', name: '', plates: [] }).value;
}

/** With the plates outside, whose dims are taken and which slice parameters. */
function withFrames<M extends { readonly plates: readonly Frame[] }>(message: M): M {
  return { ...message, plates: [...outerFrames(), ...message.plates] };
}

function hider(options: BlockOptions): (message: Message) => boolean {
  const { hideFn, exposeFn, hide = [], expose = [], hideTypes = [], exposeTypes = [] } = options;
  if (hideFn !== undefined) return hideFn;
  if (exposeFn !== undefined) return (message) => !exposeFn(message);
  const isOnlyHide = options.expose === undefined && options.exposeTypes === undefined;
  const hidesOthers = !isOnlyHide || (options.hide === undefined && options.hideTypes === undefined);
  const types: { readonly hidden: readonly string[]; readonly exposed: readonly string[] } = {
    hidden: hideTypes,
    exposed: exposeTypes,
  };
  return (message) => {
    const type = message.type === 'sample' && message.observed ? 'observe' : message.type;
    if (hide.includes(message.name) || types.hidden.includes(type)) return true;
    return hidesOthers && !expose.includes(message.name) && !types.exposed.includes(type);
  };
}

function checkOptions(options: BlockOptions): void {
  checkOptionNames('block', options, ['hideFn', 'exposeFn', ...LISTS]);
  const given = Object.keys(options);
  if (given.length > 1 && (options.hideFn ?? options.exposeFn) !== undefined) {
    throw new ArgumentError({
      where: 'block',
      expected: 'one function or lists',
      got: given.join(' with '),
      hint: 'hideFn alone',
    });
  }
  const { hide = [], expose = [], hideTypes = [], exposeTypes = [] } = options;
  for (const type of [...hideTypes, ...exposeTypes]) checkType(type);
  const both = [
    ...hide.filter((name) => expose.includes(name)),
    ...hideTypes.filter((type) => exposeTypes.includes(type)),
  ];
  if (both.length === 0) return;
  throw new ArgumentError({
    where: 'block',
    expected: 'names and types that are either hidden or exposed',
    got: `${both.map((word) => `"${word}"`).join(', ')} in both`,
  });
}

function checkType(type: string): void {
  if (BLOCKED_TYPES.some((known) => known === type)) return;
  const near = nearest(type, BLOCKED_TYPES);
  throw new ArgumentError({
    where: 'block',
    expected: `types among ${BLOCKED_TYPES.join(', ')}`,
    got: `"${type}"`,
    hint: near === undefined ? undefined : `"${near}"`,
  });
}
