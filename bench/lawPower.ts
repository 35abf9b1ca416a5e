/*
 * How often the laws that look at draws convict a sampler that is off by their smallest effects, and an honest one.
 *
 *   npm run build
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench
 *   node build/bench/bench/lawPower.js [KEYS]
 */
import * as tf from '@tensorflow/tfjs-core';
import { dist, ready } from 'kiln-ppl';
import { checkLaw, laws, type DistributionFactory } from 'kiln-ppl/testing';

const keys = Number(process.argv[2] ?? 300);
const parameters = { loc: [0.3, -1], scale: [1, 2.5] };

/** A normal whose draws have their noise changed; all else is honest. */
const liar =
  (shift: number, stretch: number): DistributionFactory =>
  ({ loc = tf.scalar(NaN), scale = tf.scalar(NaN) }) => {
    const honest = dist.normal({ loc, scale });
    const draws = dist.normal({ loc: tf.add(loc, tf.mul(scale, shift)), scale: tf.mul(scale, stretch) });
    return { ...honest, sample: draws.sample, rsample: draws.rsample };
  };

await ready({ engine: 'cpu' });
for (const law of [laws.goodnessOfFit, laws.momentsMatchDraws]) {
  for (const [name, factory] of [
    ['mean off by 2 % of the spread', liar(0.02, 1)],
    ['variance off by 3 %', liar(0, Math.sqrt(1.03))],
    ['honest', liar(0, 1)],
  ] as const) {
    let convicted = 0;
    for (let key = 0; key < keys; key += 1) {
      if (checkLaw(law, { factory, parameters, key }).status === 'failed') convicted += 1;
    }
    console.log(`${law.name}, ${name}: ${convicted} of ${keys}`);
  }
}
