import type { Frame, Handler, MarkovMark, Message, Program, Site } from '../message.js';
import { handle } from '../runtime.js';

type InPlates = Extract<Message, { readonly plates: readonly Frame[] }>;

/**
 * Adds `prefix/` to the names of all sites and plates of `program`, as handlers outside see them. The program and the handlers
 * inside see the names without the prefix.
 *
 * @example
 * const twin = () => ['a', 'b'].map((name) => scope(name, () => sample('z', normal({ loc: 0, scale: 1 })))());
 * [...trace(seed(0, twin))().sites.keys()];   // ['a/z', 'b/z']
 */
export function scope<Args extends readonly unknown[], R>(prefix: string, program: Program<Args, R>): Program<Args, R> {
  const scoped = <T extends { readonly name: string }>(named: T): T => ({ ...named, name: `${prefix}/${named.name}` });
  const inPlates = <M extends InPlates>(message: M, outer: (message: M) => Site<M>): Site<M> => {
    const site = outer({ ...scoped(message), plates: message.plates.map(scoped) });
    // Only names differ; TypeScript does not see that through M.
    return { ...site, name: message.name, plates: bareNames(site.plates, message.plates) } as Site<M>;
  };
  const scopedMark = (mark: MarkovMark): MarkovMark => ({
    ...mark,
    names: (...reach) => new Set([...mark.names(...reach)].map((name) => `${prefix}/${name}`)),
  });
  const scoping: Handler = {
    sample: (message, outer) => {
      const { markov } = message;
      return inPlates(markov === undefined ? message : { ...message, markov: markov.map(scopedMark) }, outer);
    },
    param: inPlates,
    deterministic: inPlates,
    plate: inPlates,
    subsample: (message, outer) => outer({ ...message, plates: message.plates.map(scoped) }),
    frames: (message, outer) => {
      const site = outer({ ...message, plates: message.plates.map(scoped) });
      return { ...site, value: bareNames(site.value, message.plates) };
    },
    // `block` further in requests the key and the value of a hidden site.
    key: (message, outer) => outer(scoped(message)),
    stored: (message, outer) => outer(scoped(message)),
  };
  return (...args) => handle(scoping, () => program(...args));
}

/** `frames` with the innermost ones, which are `inner` with a prefix, replaced by `inner`. */
function bareNames(frames: readonly Frame[], inner: readonly Frame[]): readonly Frame[] {
  return [...frames.slice(0, frames.length - inner.length), ...inner];
}
