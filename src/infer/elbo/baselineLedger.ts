import * as tf from '@tensorflow/tfjs-core';
import { broadcastsTo, broadcastTo, formatShape, ShapeError, stopGradient, type Shape } from '../../num/index.js';
import type { Baseline, SampleMessage, Site } from '../../ppl/index.js';
import { densityShape } from '../logDensity.js';
import { PARTICLES } from '../particlePlate.js';
import { checkBaseline } from './checkBaseline.js';
import type { BaselineMemory, RunningMean } from './objective.js';

type SampleSite = Site<SampleMessage>;

/** Takes baselines off costs, and keeps their running means. */
export interface BaselineLedger {
  /** The cost of a site less its baseline; and the squared error of what is trained of the baseline. */
  apply(site: SampleSite, cost: tf.Tensor): { readonly residual: tf.Tensor; readonly error?: tf.Tensor };
  /** Hands the new running means, over all that was applied, to the memory. */
  close(): void;
}

/** Without a memory, running means are 0, and nothing is kept. */
export function baselineLedger(memory: BaselineMemory | undefined): BaselineLedger {
  const seen = new Map<string, { readonly baseline: Baseline; readonly costs: RunningMean[] }>();
  return {
    apply: (site, cost) => {
      const { baseline } = site.infer;
      if (baseline === undefined) return { residual: cost };
      checkBaseline(baseline, site.name);
      const full = fill(cost, densityShape(site));
      const entry = seen.get(site.name) ?? { baseline, costs: [] };
      seen.set(site.name, entry);
      if (baseline.decayingAverage === true && memory !== undefined) entry.costs.push(overParticles(full, site));
      const rest = tf.sub(full, runningMean(memory?.means[site.name], baseline, full.shape));
      const trained = trainedPart(baseline, site.name, full.shape);
      if (trained === undefined) return { residual: rest };
      const residual = tf.sub(rest, trained);
      return { residual, error: tf.sum(tf.square(residual)) };
    },
    close: () => {
      if (memory === undefined) return;
      const means = [...seen].flatMap(([name, { baseline, costs }]) => {
        return costs.length === 0 ? [] : [[name, updated(memory.means[name], costs, baseline)] as const];
      });
      memory.keep({ ...memory.means, ...Object.fromEntries(means) });
    },
  };
}

/** A cost in the shape of its site, with sizes of 1 on the left dropped or filled. */
function fill(cost: tf.Tensor, shape: Shape): tf.Tensor {
  const extra = Math.max(0, cost.rank - shape.length);
  return broadcastTo(tf.reshape(cost, cost.shape.slice(extra)), shape);
}

/** The part that moves with its own parameters. */
function trainedPart({ value, net, input }: Baseline, name: string, shape: Shape): tf.Tensor | undefined {
  const part = net === undefined || input === undefined ? value : net(stopGradient(input));
  if (part === undefined || broadcastsTo(part.shape, shape)) return part;
  throw new ShapeError({
    where: `baseline of sample("${name}")`,
    expected: `a shape that broadcasts to that of the site's log density, ${formatShape(shape)}`,
    got: formatShape(part.shape),
    hint: 'one number for each index of the plates around the site, with size 1 where it does not vary',
  });
}

function runningMean(mean: RunningMean | undefined, baseline: Baseline, shape: Shape): tf.Tensor | number {
  if (baseline.decayingAverage !== true || mean === undefined) return 0;
  // Batches may change their size; then the mean begins anew.
  return broadcastsTo(mean.shape, shape) ? tf.tensor(mean.values.slice(), [...mean.shape], 'float32') : 0;
}

/** Costs on the host, averaged over a plate of particles if there is one. */
function overParticles(cost: tf.Tensor, { plates }: SampleSite): RunningMean {
  const dim = plates.find((frame) => frame.name === PARTICLES)?.dim;
  const mean = dim === undefined ? cost : tf.mean(cost, cost.rank + dim, true);
  return { shape: [...mean.shape], values: Float32Array.from(mean.dataSync()) };
}

/** The first mean is that of the first step. */
function updated(old: RunningMean | undefined, costs: readonly RunningMean[], { decay = 0.9 }: Baseline): RunningMean {
  const [first = { shape: [], values: Float32Array.of(0) }, ...others] = costs;
  const mean = first.values.map((x, i) => others.reduce((sum, cost) => sum + (cost.values[i] ?? 0), x) / costs.length);
  const isSame = old !== undefined && formatShape(old.shape) === formatShape(first.shape);
  const values = isSame ? mean.map((x, i) => decay * (old.values[i] ?? 0) + (1 - decay) * x) : mean;
  return { shape: first.shape, values };
}
