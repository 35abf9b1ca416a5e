// Handlers that break a law each, while they declare nothing unless said.
import * as tf from '@tensorflow/tfjs-core';
import { fold } from '../../../src/num/index.js';
import { block, deterministic, handle, scale, seed, sequentialPlate, type Handler } from '../../../src/ppl/index.js';
import type { HandlerOptions, HandlerUnderTest } from '../../../src/testing/index.js';

export interface HandlerLiar extends HandlerOptions {
  readonly handler: HandlerUnderTest;
  /** The law that finds it out. */
  readonly law: string;
}

const by =
  (handler: Handler): HandlerUnderTest =>
  (f) =>
  (...args) =>
    handle(handler, () => f(...args));

const count = { runs: 0, sites: 0 };
const nothing = undefined as never;

export const liars: Readonly<Record<string, HandlerLiar>> = {
  'drops masks': { law: 'keepsDensities', handler: by({ sample: (m, outer) => outer({ ...m, mask: true }) }) },
  'drops scales': { law: 'keepsDensities', handler: by({ sample: (m, outer) => outer({ ...m, scale: 1 }) }) },
  'scales by 1.001': { law: 'keepsDensities', handler: (f) => scale(1.001, f) },
  'scales the way back': {
    law: 'keepsDensities',
    handler: by({ sample: (m, outer) => ({ ...outer({ ...m, scale: tf.mul(m.scale, 2) }) }) }),
  },
  'drops data': {
    law: 'keepsObserved',
    changes: ['values'],
    handler: by({ sample: (m, outer) => outer({ ...m, observed: false }) }),
  },
  'drops hints': { law: 'keepsHints', handler: by({ sample: (m, outer) => outer({ ...m, infer: {} }) }) },
  'drops plates': {
    law: 'keepsNames',
    handler: by({ sample: (m, outer) => outer({ ...m, plates: m.plates.slice(1) }) }),
  },
  'adds a site': {
    law: 'keepsNames',
    handler:
      (f) =>
      (...args) => {
        const result = f(...args);
        deterministic('extra', tf.scalar(1));
        return result;
      },
  },
  'hides a site': {
    law: 'keepsNames',
    handler: by({ deterministic: (m) => m }),
  },
  'puts off deterministic sites': {
    law: 'keepsNames',
    handler:
      (f) =>
      (...args) => {
        const late: (() => void)[] = [];
        const delaying: Handler = {
          deterministic: (m, outer) => {
            late.push(() => outer(m));
            return m;
          },
        };
        const result = handle(delaying, () => f(...args));
        for (const act of late) act();
        return result;
      },
  },
  'draws twice': {
    law: 'keepsValues',
    handler: by({
      sample: (m, outer) => {
        const key = m.key ?? [0, 0];
        return m.observed ? outer(m) : outer({ ...m, value: m.dist.sample(fold(key, 'again')) });
      },
    }),
  },
  'shows the program another value than is recorded': {
    law: 'keepsDensities',
    changes: ['values'],
    handler: by({
      sample: (m, outer) => {
        const site = outer(m);
        return m.name === 'tail' ? { ...site, value: tf.add(site.value, 0.1) } : site;
      },
    }),
  },
  'draws by a clock of its own': {
    law: 'sameKeySameTrace',
    changes: ['values'],
    handler: by({
      sample: (m, outer) => outer(m.observed ? m : { ...m, key: fold(m.key ?? [0, 0], (count.sites += 1)) }),
    }),
  },
  'is another from the second run on': {
    law: 'sameKeySameTrace',
    changes: ['densities'],
    handler: (f) => {
      let runs = 0;
      return (...args) => scale((runs += 1), f)(...args);
    },
  },
  'seeds with a key of its own': { law: 'keepsKeys', handler: (f) => seed(5, f) },
  'answers every request for a key alike': {
    law: 'keepsKeys',
    handler: by({ key: (m) => ({ ...m, value: [1, 2] }) }),
  },
  'hands reversed indices of plates to the program': {
    law: 'showsWhatIsRecorded',
    handler: by({
      plate: (m, outer) => {
        const site = outer(m);
        const { indices } = site.value;
        return indices === undefined ? site : { ...site, value: { ...site.value, indices: indices.toReversed() } };
      },
    }),
  },
  'changes a site that is answered': {
    law: 'showsWhatIsRecorded',
    handler: by({
      sample: (m, outer) => {
        const site = outer(m);
        return m.observed ? { ...site, value: tf.add(site.value, 1) } : site;
      },
    }),
  },
  'runs the program twice': {
    law: 'runsOnce',
    handler:
      (f) =>
      (...args) => {
        block({}, f)(...args);
        return f(...args);
      },
  },
  'drops arguments': { law: 'runsOnce', handler: (f) => () => (f as () => never)() },
  'drops the result': {
    law: 'passesResult',
    handler:
      (f) =>
      (...args) => {
        f(...args);
        return nothing;
      },
  },
  'is asynchronous': {
    law: 'synchronous',
    handler:
      (f) =>
      (...args) =>
        Promise.resolve(f(...args)) as never,
  },
  'loses promises': {
    law: 'synchronous',
    handler:
      (f) =>
      (...args) => {
        f(...args);
        return nothing;
      },
  },
  'swallows errors': {
    law: 'unwinds',
    handler:
      (f) =>
      (...args) => {
        try {
          return handle({}, () => f(...args));
        } catch {
          return nothing;
        }
      },
  },
  'throws errors of its own': {
    law: 'unwinds',
    handler:
      (f) =>
      (...args) => {
        try {
          return handle({}, () => f(...args));
        } catch (error) {
          throw new Error('the program failed', { cause: error });
        }
      },
  },
  'forgets to pop': {
    law: 'leavesNoHandler',
    changes: ['names'],
    handler:
      (f) =>
      (...args) => {
        sequentialPlate('left', 2)[Symbol.iterator]().next();
        return f(...args);
      },
  },
  'forgets to pop after an error': {
    law: 'unwinds',
    changes: ['names'],
    handler:
      (f) =>
      (...args) => {
        const turns = sequentialPlate('left', 1)[Symbol.iterator]();
        turns.next();
        const result = f(...args);
        turns.next();
        return result;
      },
  },
  'keeps a tensor': {
    law: 'leavesNoTensor',
    handler: by({
      sample: (m, outer) => {
        tf.keep(tf.scalar(1));
        return outer(m);
      },
    }),
  },
  'keeps a tensor after an error': {
    law: 'leavesNoTensor',
    handler:
      (f) =>
      (...args) => {
        const work = tf.keep(tf.scalar(1));
        const result = handle({}, () => f(...args));
        work.dispose();
        return result;
      },
  },
  'disposes what it was lent': {
    law: 'tensorsUntouched',
    handler: by({
      param: (m, outer) => {
        const site = outer(m);
        const value = tf.clone(site.value);
        site.value.dispose();
        return { ...site, value };
      },
    }),
  },
  'changes messages in place': {
    law: 'messagesUntouched',
    changes: ['hints'],
    handler: by({
      sample: (m, outer) => {
        Object.assign(m.infer, { isAuxiliary: true });
        return outer(m);
      },
    }),
  },
  'is not idempotent': {
    law: 'idempotent',
    changes: ['densities'],
    isIdempotent: true,
    handler: (f) => scale(2, f),
  },
  'adds a site for each time it is applied': {
    law: 'idempotent',
    changes: ['names'],
    isIdempotent: true,
    handler:
      (f) =>
      (...args) => {
        const result = f(...args);
        deterministic(`extra ${(count.sites += 1)}`, tf.scalar(0));
        return result;
      },
  },
  'does not let itself be replayed': {
    law: 'replayOfOwnTrace',
    changes: ['values', 'densities'],
    handler: by({
      sample: (m, outer) => {
        const site = outer(m);
        return m.name === 'tail' ? { ...site, value: m.dist.sample([(count.runs += 1), 7]) } : site;
      },
    }),
  },
  'spreads choices wrongly': {
    law: 'enumeratedElbo',
    // The program alone is as before; only enumerated values, which have more dims, are changed.
    handler: by({
      sample: (m, outer) => {
        const site = outer(m);
        return site.value.rank > 2 && !m.observed ? { ...site, value: tf.reverse(site.value, 0) } : site;
      },
    }),
  },
};
