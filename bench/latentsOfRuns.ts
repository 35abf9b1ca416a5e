/*
 * What runs on cards know of their own test cards: class, -ELBO, angle, place, size and shear.
 *
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench
 *   node build/bench/bench/latentsOfRuns.js RUN …
 *
 * Latents are those of the true class. The -ELBO is at β = 1 over all pixels, the class summed out under the classifier, one draw.
 */
import * as tf from '@tensorflow/tfjs-core';
import { cardSets } from '../src/app/cardSets.js';
import { cardLatents } from '../src/app/experiments/cardLatents.js';
import { contentSummary, measureContent } from '../src/app/experiments/latentContent.js';
import { measurePose } from '../src/app/experiments/latentPose.js';
import { evaluateModel, meanElbo, openRun } from '../src/app/train/index.js';
import { suitNames } from '../src/data/index.js';

for (const folder of process.argv.slice(2)) {
  const { config, vae, params } = await openRun(folder);
  if (config.data.kind !== 'cards') throw new Error(`${folder}: expected a run on cards, got images`);
  const cards = cardSets({ ...config.data, unlabelledPerClass: 1 }).test;
  const bySuit = suitNames.map((_, suit) => [...cards.labels.keys()].filter((i) => cards.labels[i] === suit));
  const latents = bySuit.map((indices) => cardLatents({ vae, params }, cards, indices));
  const { accuracy } = evaluateModel(folder, vae, params, { set: cards, labels: cards.labels }, cards.classNames);
  console.log(`${folder}: accuracy ${accuracy.toFixed(4)}, -ELBO ${(-meanElbo(vae, params, cards)).toFixed(1)} nats`);
  console.log(`  ${contentSummary(measureContent('content', [latents], cards, bySuit))}`);
  for (const { suit, angle, angleUpToHalf, place } of measurePose([latents], cards, bySuit)) {
    const [full, half] = [angle, angleUpToHalf].map(({ median }) => median.toFixed(2));
    console.log(
      `  ${suit}: angle off by ${full}°, modulo 180° ${half}°; place by ${place.median.toFixed(3)} px (medians)`,
    );
  }
  tf.dispose(params);
}
