import { SiteError } from '../../num/index.js';
import { handle, type Program } from '../../ppl/index.js';
import { handlerProgram, inSurroundings, keysOf, recorded, seeded } from './handlerProgram.js';
import type { HandlerLaw, HandlerSubject } from './handlerLaw.js';
import { difference } from './runRecord.js';

export const runsOnce: HandlerLaw = {
  name: 'runsOnce',
  statement: 'a run of the handled program is one run of the program, with the arguments given',
  problem: (subject) => {
    const given = ['one', 2];
    const seen: (readonly unknown[])[] = [];
    const body = (...args: readonly unknown[]): unknown => {
      seen.push(args);
      return handlerProgram(subject.program)();
    };
    recorded(subject, () => subject.handler(body)(...given));
    const [first = []] = seen;
    if (seen.length !== 1) return `expected the program to run once, got ${seen.length} runs`;
    const isSame = first.length === given.length && first.every((arg, i) => arg === given[i]);
    return isSame ? undefined : `expected the arguments "one", 2, got ${first.map(String).join(', ') || 'none'}`;
  },
};

export const passesResult: HandlerLaw = {
  name: 'passesResult',
  statement: 'the handled program returns what the program returned',
  problem: (subject) => {
    const token = { is: 'the result' };
    const body = (): object => {
      handlerProgram(subject.program)();
      return token;
    };
    const got = inSurroundings(subject, keysOf(subject).outer, () => ({ result: subject.handler(body)() }));
    return got.result === token ? undefined : `expected the object that the program returned, got another`;
  },
};

export const synchronous: HandlerLaw = {
  name: 'synchronous',
  statement: 'the handled program is synchronous, and the promise of an asynchronous program is not lost',
  problem: (subject) => {
    const result: { value?: unknown } = {};
    inSurroundings(subject, keysOf(subject).outer, () => {
      result.value = subject.handler(handlerProgram(subject.program))();
    });
    if (result.value instanceof Promise) {
      silence(result.value);
      return 'expected the result of a synchronous program, got a promise';
    }
    return asynchronousProblem(subject);
  },
};

export const leavesNoHandler: HandlerLaw = {
  name: 'leavesNoHandler',
  statement: 'after a run nothing of the handler is active: a plain program runs as before',
  problem: (subject) => {
    const { handler } = subject;
    return around(subject, () => void handler(seeded(subject))());
  },
};

export const unwinds: HandlerLaw = {
  name: 'unwinds',
  statement:
    'an error thrown anywhere in the program comes out as it is, and the next runs are as if it had not happened',
  problem: (subject) => {
    const { handler, key } = subject;
    const error = new Error('thrown on purpose');
    const handled = handler(seeded(subject));
    const fresh = recorded(subject, handled);
    const failing = failingAt((key + subject.program.seed) % (fresh.sites.length + 1), error, seeded(subject));
    const got: { thrown?: unknown } = {};
    const changed = around(subject, () => (got.thrown = thrownBy(() => void handler(failing)())));
    if (got.thrown !== error) return `expected the error that the program threw, got ${describeThrown(got.thrown)}`;
    return changed ?? difference(fresh, recorded(subject, handled));
  },
};

/** A promise that comes out is refused further out; one that does not is lost. */
function asynchronousProblem({ handler }: HandlerSubject): string | undefined {
  const got: { value?: unknown } = {};
  const error = thrownBy(() => {
    got.value = handler((): Promise<void> => Promise.resolve())();
  });
  if (got.value instanceof Promise) silence(got.value);
  if (error instanceof SiteError || (error === undefined && got.value instanceof Promise)) return undefined;
  return `expected a SiteError for an asynchronous program, got ${error === undefined ? 'neither' : describeThrown(error)}`;
}

/** What a promise rejects with is told otherwise, and must not end the process. */
function silence(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

/** The difference that `body` makes to a plain program after it, within one and the same surroundings. */
function around(subject: HandlerSubject, body: () => void): string | undefined {
  const found = inSurroundings(subject, keysOf(subject).outer, () => {
    const before = recorded(subject, seeded(subject));
    // Handlers that are left behind end with this one at the latest.
    return handle({}, () => {
      body();
      return { problem: difference(before, recorded(subject, seeded(subject))) };
    });
  });
  return found.problem === undefined ? undefined : `after the run, ${found.problem}`;
}

/** The program, failing at its site number `at`, or at its end. */
function failingAt(at: number, error: Error, body: Program<[]>): Program<[]> {
  return () => {
    let count = 0;
    const next = (): void => {
      count += 1;
      if (count > at) throw error;
    };
    handle(
      {
        sample: (message, outer) => (next(), outer(message)),
        param: (message, outer) => (next(), outer(message)),
        deterministic: (message, outer) => (next(), outer(message)),
      },
      body,
    );
    throw error;
  };
}

function describeThrown(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'none';
}

function thrownBy(body: () => void): unknown {
  try {
    body();
    return undefined;
  } catch (error) {
    return error;
  }
}
