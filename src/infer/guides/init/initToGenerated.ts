import type { InitStrategy } from './initStrategy.js';
import { startingValue } from './startingValue.js';

/**
 * Asks `generate` for a strategy anew at each start of a guide, such as one that takes the next of several sets of values.
 *
 * @param generate called once a start, at the first site
 */
export function initToGenerated(generate: () => InitStrategy): InitStrategy {
  let current: InitStrategy | undefined;
  const seen = new Set<string>();
  const strategyFor = (name: string): InitStrategy => {
    // A name that comes again is the beginning of another start.
    if (current === undefined || seen.has(name)) {
      current = generate();
      seen.clear();
    }
    seen.add(name);
    return current;
  };
  return {
    name: 'initToGenerated',
    fallback: undefined,
    propose: (site, key) => startingValue(site, key, strategyFor(site.name)),
  };
}
