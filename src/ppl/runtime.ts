import { SiteError } from '../num/index.js';
import { defaultAction } from './defaultAction.js';
import type { Handler, Message, MessageOf, Rule, Site } from './message.js';

interface Frame {
  readonly handler: Handler;
  readonly outer: Frame | undefined;
}

let innermost: Frame | undefined;

/**
 * Runs `body` inside `handler`.
 *
 * @throws SiteError if `body` returns a promise, because the rest of it would run outside the handler
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
 * Makes `handler` the innermost one until the returned function is called: for loops whose body is not a callback.
 *
 * Call the returned function in `finally`. An enclosing `handle` also removes the handler.
 */
export function enter(handler: Handler): () => void {
  const saved = innermost;
  innermost = { handler, outer: saved };
  return () => {
    innermost = saved;
  };
}

/** Sends a message through the active handlers, innermost first, then to the default action; returns the site. */
export function perform<M extends Message>(message: M): Site<MessageOf<M['type']>> {
  // M extends MessageOf<M['type']>, which TypeScript does not derive.
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
  return defaultAction(message);
}

function apply<M extends Message>(rule: Rule<M>, outer: Frame | undefined, message: M): Site<M> {
  const saved = innermost;
  // A rule runs outside its own handler, so that it may call primitives.
  innermost = outer;
  try {
    return rule(message, (passedOn) => walk(outer, passedOn));
  } finally {
    innermost = saved;
  }
}

/** The cast is safe: the rule under the key `message.type` takes messages of that type. */
function ruleFor<M extends Message>(handler: Handler, message: M): Rule<M> | undefined {
  return handler[message.type as M['type']] as Rule<M> | undefined;
}

function refusePromise<R>(result: R): R {
  if (!(result instanceof Promise)) return result;
  // Otherwise the promise could later cause an unhandled rejection, without this context.
  result.catch(() => undefined);
  throw new SiteError({
    where: 'handle',
    expected: 'a synchronous body',
    got: 'a promise',
    hint: 'to await data before the model runs, and to write model and guide without async',
  });
}
