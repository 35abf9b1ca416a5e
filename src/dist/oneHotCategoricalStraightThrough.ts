import type { CategoricalParams } from './categorical.js';
import type { Distribution } from './distribution.js';
import { oneHotCategorical } from './oneHotCategorical.js';
import { withStraightThrough } from './withStraightThrough.js';

/** `oneHotCategorical`, whose draws pass gradients on as if they were its mean; see `withStraightThrough`. */
export function oneHotCategoricalStraightThrough(params: CategoricalParams): Distribution {
  return withStraightThrough(oneHotCategorical(params));
}
