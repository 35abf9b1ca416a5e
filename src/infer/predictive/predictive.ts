import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, fold, warn, type Key } from '../../num/index.js';
import { checkOptionNames, handle, replay, watchNames, type Program } from '../../ppl/index.js';
import type { Tensors } from '../optim/index.js';
import { substituteKnown } from '../substituteKnown.js';
import { chooseSites } from './chooseSites.js';
import { drawInParallel } from './drawInParallel.js';
import { runModel, type Answer, type Pick, type Source } from './runModel.js';
import { sliceOf } from './sliceOf.js';
import { stackRuns } from './stackRuns.js';

export interface PredictiveOptions<Args extends readonly unknown[]> {
  /** Draws of some sites by name, [S, ...shape of one run]; borrowed. */
  readonly posteriorSamples?: Tensors;
  /** A guide that is drawn from anew in each run. */
  readonly guide?: Program<NoInfer<Args>>;
  /** How many runs. Needed unless `posteriorSamples` are given. */
  readonly numSamples?: number;
  /** The sites to return. Default: those that `posteriorSamples` lack; with a guide, or from the prior, all. */
  readonly returnSites?: readonly string[];
  /** Whether one run, vectorised over a plate left of all others, stands for all runs. Default: false. */
  readonly parallel?: boolean;
  /** Values of parameters by name, constrained, such as `params(state)` of an `svi`; borrowed. */
  readonly params?: Tensors;
}

const OPTIONS = ['posteriorSamples', 'guide', 'numSamples', 'returnSites', 'parallel', 'params'];

/**
 * Draws of a model's sites, from its prior, given draws of some sites, or with a guide in place of the prior.
 *
 * Sites that the model observes stay data; call it without data to simulate them. No density is evaluated.
 *
 * @returns a function of a key and the model's arguments, giving by site [S, ...shape of one run]; the caller owns them
 * A name in `posteriorSamples` that is none of the model's is warned of, with a near name.
 *
 * @throws ArgumentError if an option is unknown, both sources are given, or there is no number of runs
 * @throws ParamError (from the function) at a parameter without a value
 */
export function predictive<Args extends readonly unknown[]>(
  model: Program<Args>,
  options: PredictiveOptions<Args>,
): (key: Key, ...args: Args) => Record<string, tf.Tensor> {
  checkOptionNames('predictive', options, OPTIONS);
  return drawSites(model, options);
}

/** As `predictive`, with another way in which the guide's values answer the model. */
export function drawSites<Args extends readonly unknown[]>(
  model: Program<Args>,
  options: PredictiveOptions<Args>,
  answer: Answer = replay,
): (key: Key, ...args: Args) => Record<string, tf.Tensor> {
  const count = countOf(options);
  const { guide, posteriorSamples = {}, returnSites, parallel = false, params = {} } = options;
  const watch = watchNames('predictive.posteriorSamples', 'sample', Object.keys(posteriorSamples));
  return (key, ...args) =>
    tf.tidy(() =>
      handle(substituteKnown(params, undefined, 'query'), () => {
        const source: Source = { model: () => model(...args), guide: guide && (() => guide(...args)), answer };
        const draw = parallel ? drawInParallel : drawInTurn;
        return watch((meet) => {
          const pick: Pick = (trace) => {
            [...trace.sites.keys()].forEach(meet);
            return chooseSites(trace, returnSites, Object.keys(posteriorSamples));
          };
          return draw(source, posteriorSamples, count, key, pick);
        });
      }),
    );
}

/** One run after another, each with its slice of the samples. */
function drawInTurn(source: Source, samples: Tensors, count: number, key: Key, pick: Pick): Record<string, tf.Tensor> {
  const runs = Array.from({ length: count }, (_, i) =>
    tf.tidy(() => pick(runModel(source, sliceOf(samples, i), fold(key, i)).model)),
  );
  return stackRuns(runs);
}

function countOf<Args extends readonly unknown[]>(options: PredictiveOptions<Args>): number {
  const { posteriorSamples, guide, numSamples } = options;
  if (posteriorSamples !== undefined && guide !== undefined) {
    throw refusal('posteriorSamples or a guide', 'both', 'one of the two');
  }
  const size = leadingSize(posteriorSamples ?? {});
  if (numSamples === undefined) {
    if (size !== undefined) return size;
    throw refusal('posteriorSamples, or numSamples', 'neither', 'numSamples to draw from the prior or a guide');
  }
  if (!Number.isInteger(numSamples) || numSamples < 1) {
    throw refusal('numSamples of at least 1', String(numSamples));
  }
  if (size === undefined || size === numSamples) return numSamples;
  warn(`predictive: numSamples is ${numSamples}, but posteriorSamples hold ${size} draws, which are used.`);
  return size;
}

/** How many draws of each site there are; undefined if there is no site. */
function leadingSize(samples: Tensors): number | undefined {
  const [size, ...others] = new Set(Object.values(samples).map(({ shape: [first = 0] }) => first));
  if (others.length > 0) throw refusal('posteriorSamples of one leading size', [size, ...others].join(' and '));
  if (size === 0) throw refusal('posteriorSamples with a leading dim of draws', 'none');
  return size;
}

function refusal(expected: string, got: string, hint?: string): ArgumentError {
  return new ArgumentError({ where: 'predictive', expected, got, hint });
}
