import { SiteError } from '../num/index.js';
import { answer } from './answer.js';
import type { Handler, Message, MessageOf, Rule, Site } from './message.js';

interface Frame {
  readonly handler: Handler;
  readonly outer: Frame | undefined;
}

let innermost: Frame | undefined;

/**
 * Runs `body` inside `handler`.
 *
 * @throws SiteError if `body` returns a promise: its remaining sites would run outside the handler
 */
export function handle<R>(handler: Handler, body: () => R): R {
  const saved = innermost;
  innermost = { handler, outer: saved };
  try {
    return refusePromise(body());
  } finally {
    // In finally: a body that throws must not leave its handlers installed for the next call.
    innermost = saved;
  }
}

/**
 * Puts `handler` innermost until the function that is returned is called, for loops whose body is not a callback.
 *
 * That function is to be called in `finally`; a `handle` around removes what was left behind.
 */
export function enter(handler: Handler): () => void {
  const saved = innermost;
  innermost = { handler, outer: saved };
  return () => {
    innermost = saved;
  };
}

/** Sends a message through the active handlers, innermost first, and gives back the answered site. */
export function perform<M extends Message>(message: M): Site<MessageOf<M['type']>> {
  // A message of the type M['type'] is one of MessageOf<M['type']>, which the compiler does not derive.
  return walk(innermost, message as unknown as MessageOf<M['type']>);
}

/** Whether no handler is active. */
export function isUnhandled(): boolean {
  return innermost === undefined;
}

function walk<M extends Message>(start: Frame | undefined, message: M): Site<M> {
  for (let frame = start; frame !== undefined; frame = frame.outer) {
    const rule = ruleFor(frame.handler, message);
    if (rule !== undefined) return apply(rule, frame.outer, message);
  }
  return answer(message);
}

function apply<M extends Message>(rule: Rule<M>, outer: Frame | undefined, message: M): Site<M> {
  const saved = innermost;
  // A rule runs outside its own scope, so it may call primitives without meeting itself.
  innermost = outer;
  try {
    return rule(message, (passedOn) => walk(outer, passedOn));
  } finally {
    innermost = saved;
  }
}

/** TypeScript cannot see that the rule found under a message's own type takes that message; the key guarantees it. */
function ruleFor<M extends Message>(handler: Handler, message: M): Rule<M> | undefined {
  return handler[message.type as M['type']] as Rule<M> | undefined;
}

function refusePromise<R>(result: R): R {
  if (!(result instanceof Promise)) return result;
  // The orphaned promise would otherwise surface later as an unhandled rejection without this context.
  result.catch(() => undefined);
  throw new SiteError({
    where: 'handle',
    expected: 'a synchronous body',
    got: 'a promise',
    hint: 'to await data before the model runs, and to write model and guide without async',
  });
}
