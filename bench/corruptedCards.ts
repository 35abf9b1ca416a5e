/*
 * How well trained runs on cards classify cards that are noisy, contaminated, or rotated further than those of the training.
 *
 *   npm run build
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench
 *   node build/bench/bench/corruptedCards.js RUN...
 *
 * Tests on 4,000 cards of the run's own seed at each of six ranges of angles: clean, with Gaussian noise of standard deviation 1.0 (not cut
 * off), and with 20 % of their pixels set to 1.0.
 */
import { addNoise, contaminate, type Cards } from '../src/data/index.js';
import { key } from '../src/num/index.js';
import { cardSets } from '../src/app/cardSets.js';
import { evaluateModel, openRun } from '../src/app/train/index.js';

const corruptions: Readonly<Record<string, (cards: Cards) => Cards>> = {
  clean: (cards) => cards,
  'noise 1.0': (cards) => addNoise(cards, 1, key(99)),
  'white 20 %': (cards) => contaminate(cards, { fraction: 0.2, intensity: 1 }, key(98)),
};

for (const folder of process.argv.slice(2)) {
  const { config, vae, params } = await openRun(folder);
  if (config.data.kind !== 'cards') throw new Error(`${folder}: expected a run on cards, got images`);
  for (const degrees of [4, 30, 60, 90, 120, 180]) {
    const data = { ...config.data, alpha: (degrees * Math.PI) / 180, unlabelledPerClass: 1, testPerClass: 1000 };
    const cards = cardSets(data).test;
    for (const [name, corrupt] of Object.entries(corruptions)) {
      const set = corrupt(cards);
      const { accuracy, confusion } = evaluateModel(folder, vae, params, { set, labels: set.labels }, set.classNames);
      const shares = confusion.map((row, i) => ((row[i] ?? 0) / row.reduce((a, b) => a + b, 0)).toFixed(3));
      console.log(folder, `±${degrees}°`, name, accuracy.toFixed(4), shares.join(' '));
    }
  }
}
