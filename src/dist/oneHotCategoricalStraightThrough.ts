import type { Tensor } from '@tensorflow/tfjs-core';
import type { CategoricalParams } from './categorical.js';
import { checkedOptions } from './checkedOptions.js';
import type { Distribution } from './distribution.js';
import { oneHotCategorical } from './oneHotCategorical.js';
import { oneOf } from './probsOrLogits.js';
import { withStraightThrough } from './withStraightThrough.js';

/** `oneHotCategorical`, whose draws pass gradients on as if they were its mean; see `withStraightThrough`. */
export function oneHotCategoricalStraightThrough(params: CategoricalParams): Distribution {
  checkedOptions('oneHotCategoricalStraightThrough', params, [], ['probs', 'logits', 'validate']);
  oneOf<Tensor>('oneHotCategoricalStraightThrough', params);
  return withStraightThrough(oneHotCategorical(params));
}
