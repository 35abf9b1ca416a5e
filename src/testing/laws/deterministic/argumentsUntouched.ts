import type * as tf from '@tensorflow/tfjs-core';
import { tidy } from '@tensorflow/tfjs-core';
import type { Key } from '../../../num/index.js';
import type { Law } from '../law.js';
import { deterministicLaw } from './deterministicLaw.js';
import { questionsTo, variantsOf } from './members.js';
import { throws } from './sameKeySameDraw.js';

/** Parameters, values and keys are borrowed: nothing disposes or changes them, and results are tensors of their own. */
export const argumentsUntouched: Law = deterministicLaw({
  name: 'argumentsUntouched',
  statement: 'no member disposes or changes the parameters, the value or the key, and results are the caller’s own',
  isStructural: true,
  *problems({ dist, parameters, key }) {
    const words: Key = [key[0], key[1]];
    const value = dist.sample(key);
    const borrowed = { ...parameters, 'the value': value };
    const before = Object.entries(borrowed).map(([name, x]) => [name, x, x.dataSync().slice()] as const);
    for (const [where, variant] of variantsOf(dist)) {
      for (const { name, ask } of questionsTo(variant, key, value)) {
        // The caller may dispose what it got. What throws is the business of other laws.
        const first = disposed(ask);
        for (const [argument, x, data] of before) yield changed(`${where}${name}`, argument, x, data);
        if (key[0] !== words[0] || key[1] !== words[1])
          yield `expected ${where}${name} to leave the key as it is, got it changed`;
        if (first !== undefined && JSON.stringify(disposed(ask)) !== JSON.stringify(first))
          yield `expected the same answer of ${where}${name} after the caller has disposed the first, got another or none`;
      }
    }
  },
});

/** The numbers of an answer, which is disposed; undefined if it throws. */
function disposed(ask: () => tf.Tensor): ArrayLike<number> | undefined {
  const found: { numbers?: ArrayLike<number> } = {};
  throws(() => {
    tidy(() => {
      const answer = ask();
      found.numbers = answer.dataSync().slice();
      answer.dispose();
    });
  });
  return found.numbers;
}

function changed(member: string, argument: string, x: tf.Tensor, data: ArrayLike<number>): string | undefined {
  if (x.isDisposed) return `expected ${member} and the disposal of its result to leave ${argument}, got it disposed`;
  const now = x.dataSync();
  const at = now.findIndex((entry, i) => !Object.is(entry, data[i]));
  return at < 0 ? undefined : `expected ${member} to leave ${argument} as it is, got ${now[at]} for ${data[at]}`;
}
