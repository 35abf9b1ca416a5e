import { traceElbo, traceEnumElbo, type SviState } from '../../infer/index.js';
import { fold, type Key } from '../../num/index.js';
import { handle } from '../../ppl/index.js';
import { meanProblem } from './meanProblem.js';
import type { ModelLaw, ModelSubject } from './modelLaw.js';
import { knowing, lawKey, lossAt, numberOf, pairOf, startOf } from './modelRuns.js';

const NUM_DRAWS = 40;
const NUM_BATCH_DRAWS = 120;
const NUM_PARTICLES = 4;
// Of sums of float32 numbers in another order, as a share.
const ROUNDING = 1e-4;

export const vectorisedParticlesAgree: ModelLaw = {
  name: 'vectorisedParticlesAgree',
  statement: 'the loss from one vectorised run of all particles is that from runs in turn, in the mean',
  problem: (subject) => {
    const key = lawKey(subject, 'particles');
    const start = startOf(subject, key);
    const make = subject.elbo.name === 'traceEnumElbo' ? traceEnumElbo : traceElbo;
    const wide = make({ numParticles: NUM_PARTICLES, vectorizeParticles: true });
    const plan = handle(knowing(start, start.params), () => wide.prepare(pairOf(subject), key));
    const [inTurn, atOnce] = [make({ numParticles: NUM_PARTICLES }), { ...start, plan }];
    const losses = (elbo: typeof wide, state: SviState, name: string): number[] =>
      drawLosses((at) => numberOf(() => lossAt(subject, state, start.params, at, elbo)), fold(key, name));
    return otherMean(
      'vectorised loss less loss in turn',
      losses(wide, atOnce, 'wide'),
      losses(inTurn, start, 'turn'),
      subject,
    );
  },
};

export const minibatchesAddUp: ModelLaw = {
  name: 'minibatchesAddUp',
  statement: 'the mean loss over all minibatches is the loss over all data',
  exempts: ({ minibatches }) => (minibatches.length === 0 ? 'no minibatches were given' : undefined),
  problem: (subject) => {
    const key = lawKey(subject, 'minibatches');
    const start = startOf(subject, key);
    const { minibatches } = subject;
    const lossOf = (args: readonly unknown[], at: Key): number =>
      numberOf(() => lossAt({ ...subject, args }, start, start.params, at));
    // With one key, latent sites outside of plates have the same draws, and most of the noise cancels.
    const meanLoss = (at: Key): number =>
      minibatches.reduce((sum, args) => sum + lossOf(args, at), 0) / minibatches.length;
    const whole = drawLosses((at) => lossOf(subject.args, at), key, NUM_BATCH_DRAWS);
    const parts = drawLosses(meanLoss, key, NUM_BATCH_DRAWS);
    return otherMean('mean loss of the minibatches less that of all data', parts, whole, subject);
  },
};

function drawLosses(draw: (key: Key) => number, key: Key, count = NUM_DRAWS): number[] {
  return Array.from({ length: count }, (_, i) => draw(fold(key, i)));
}

function otherMean(
  what: string,
  got: readonly number[],
  expected: readonly number[],
  { falseAlarmRate }: ModelSubject,
): string | undefined {
  const size = expected.reduce((sum, x) => sum + Math.abs(x), 0) / expected.length;
  const excess = got.map((x, i) => x - (expected[i] ?? NaN));
  return meanProblem(what, excess, ROUNDING * Math.max(1, size), falseAlarmRate);
}
