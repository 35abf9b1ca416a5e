/*
 * False alarms of the law kit: honest families under the laws that depend on draws, each time with another key and other parameters.
 *
 *   npm run build
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench
 *   node build/bench/bench/honestTable.js [FIRST [LAST]]
 *
 * Key k is put to family k mod n of test/dist/cases, at parameters drawn from k. Prints every alarm, with the line that repeats it;
 * fails if there was one. Says on stderr after every 25 keys how far it has come.
 */
import { ready } from 'kiln-ppl';
import { allLaws, checkDistribution } from 'kiln-ppl/testing';
import { familyCases } from '../test/dist/cases/index.js';

const [first, last] = [Number(process.argv[2] ?? 0), Number(process.argv[3] ?? 999)];
const laws = allLaws.filter(({ isStatistical }) => isStatistical);
const STRIDE = 25;
const counts = { passed: 0, failed: 0, exempt: 0 };

await ready({ engine: 'cpu' });
for (let key = first; key <= last; key += 1) {
  const family = familyCases[key % familyCases.length];
  if (family === undefined) throw new Error('no families');
  const { name, factory, parameters, except } = family;
  for (const result of checkDistribution(name, factory, parameters, { laws, except, key, seed: key })) {
    counts[result.status] += 1;
    if (result.status === 'failed')
      console.log(`${name}, ${result.law}, key ${key}: ${result.reason}`, JSON.stringify(result.parameters));
  }
  if ((key + 1 - first) % STRIDE === 0) console.error(`keys ${first} to ${key}:`, JSON.stringify(counts));
}
console.log(`keys ${first} to ${last} over ${familyCases.length} families:`, JSON.stringify(counts));
if (counts.failed > 0) process.exitCode = 1;
