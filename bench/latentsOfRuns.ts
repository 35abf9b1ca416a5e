/*
 * What the latents of runs on cards know of the cards' factors, and how well they recover angle and place:
 *
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench
 *   node build/bench/bench/latentsOfRuns.js RUN …
 *
 * On the test cards of `kiln experiment latents`, 1,000 of each suit at ±60°, encoded under their true class.
 */
import * as tf from '@tensorflow/tfjs-core';
import { cardLatents } from '../src/app/experiments/cardLatents.js';
import { contentSummary, measureContent } from '../src/app/experiments/latentContent.js';
import { measurePose } from '../src/app/experiments/latentPose.js';
import { testCards } from '../src/app/experiments/testCards.js';
import { evaluateModel, openRun } from '../src/app/train/index.js';
import { suitNames } from '../src/data/index.js';
import { ready } from '../src/num/index.js';

const PER_CLASS = 1000;

await ready();
const cards = testCards({ testPerClass: PER_CLASS });
const bySuit = suitNames.map((_, suit) => Array.from({ length: PER_CLASS }, (_unused, i) => 4 * i + suit));
for (const folder of process.argv.slice(2)) {
  const { vae, params } = await openRun(folder);
  const latents = bySuit.map((indices) => cardLatents({ vae, params }, cards, indices));
  const { accuracy } = evaluateModel(folder, vae, params, { set: cards, labels: cards.labels }, cards.classNames);
  console.log(`${folder}: accuracy ${accuracy.toFixed(4)}`);
  console.log(`  ${contentSummary(measureContent('content', [latents], cards, bySuit))}`);
  for (const { suit, angle, place } of measurePose([latents], cards, bySuit)) {
    const degrees = `${angle.median.toFixed(1)}°, 90 % within ${angle.percentile90.toFixed(1)}°`;
    console.log(`  ${suit}: angle off by ${degrees}; place by ${place.median.toFixed(2)} px (medians)`);
  }
  tf.dispose(params);
}
