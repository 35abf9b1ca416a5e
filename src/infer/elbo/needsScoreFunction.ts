import { EstimatorError } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';

/**
 * Whether the gradient by a guide site's distribution needs its score: a draw that is not reparameterised, or a factor that
 * comes from such draws.
 *
 * @throws EstimatorError if the site asks for an estimator that it cannot have, or is a factor that does not say
 */
export function needsScore({ dist, infer, name, observed }: Site<SampleMessage>): boolean {
  if (dist.isFactor === true) {
    if (infer.gradient !== undefined) return infer.gradient === 'score';
    throw new EstimatorError({
      where: `factor("${name}") in a guide`,
      expected: 'hasRsample: true or false',
      got: 'none',
      hint: 'true if the term comes from reparameterised draws only',
    });
  }
  if (observed) return false;
  if (infer.gradient === 'reparam' && !dist.hasRsample) {
    throw new EstimatorError({
      where: `sample("${name}")`,
      expected: 'a distribution with rsample',
      got: dist.family,
      hint: "gradient: 'score'",
    });
  }
  return !dist.hasRsample || infer.gradient === 'score';
}
