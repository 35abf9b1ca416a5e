import { bernoulli, categorical, gamma, independent, normal, uniform } from '../families.js';
import { ofChoice, ofGamma, ofNormal, ofUniform, type Liar } from './liar.js';

/** Honest distributions that the kit must pass. */
export const honest: readonly Liar[] = [
  { name: 'normal', factory: normal, parameters: ofNormal },
  { name: 'gamma', factory: gamma, parameters: ofGamma },
  { name: 'uniform', factory: uniform, parameters: ofUniform },
  { name: 'bernoulli', factory: bernoulli, parameters: { logits: [-1, 0.5] } },
  { name: 'categorical', factory: categorical, parameters: ofChoice },
  { name: 'a normal vector', factory: independent, parameters: ofNormal },
];
