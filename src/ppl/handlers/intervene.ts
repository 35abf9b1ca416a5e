import { warn } from '../../num/index.js';
import type { Handler, Program, SampleMessage, Site } from '../message.js';
import { handleSamples } from './handleSamples.js';
import { namesGiven, valuesOf, type SiteValues } from './valuesOf.js';

/**
 * Sets the sites that `data` names to its values, cutting what they depend on: Pearl's do-operator, for one world.
 *
 * Each such site splits. The natural one goes on outward as usual, drawn or observed, and is what handlers outside record,
 * with its density. The program and the handlers inside get the intervened value, observed and masked out. With `condition`
 * around, the natural value is observed while the program goes on from the other one: a counterfactual.
 *
 * Warns of a site that is intervened on twice; the inner value counts. A name of a record that meets no site in the first run is warned
 * of, with a near name.
 *
 * @throws ShapeError if a value does not fit its site, as for `obs`
 * @example
 * const model = () => sample('y', normal({ loc: sample('x', normal({ loc: 0, scale: 1 })), scale: 0.001 }));
 * Math.round(seed(0, intervene({ x: tf.scalar(5) }, model))().dataSync()[0]);   // 5
 */
export function intervene<Args extends readonly unknown[], R>(
  data: SiteValues,
  program: Program<Args, R>,
): Program<Args, R> {
  const values = valuesOf(data);
  const rule: Required<Handler>['sample'] = (message, outer) => {
    const value = values.get(message.name);
    const natural = outer(message);
    return value === undefined ? natural : split(natural, value);
  };
  return handleSamples('intervene', namesGiven(data), rule, program);
}

function split(natural: Site<SampleMessage>, value: Site<SampleMessage>['value']): Site<SampleMessage> {
  if (natural.infer.isIntervened === true) {
    warn(`intervene: sample("${natural.name}") is intervened on more than once; the innermost value counts.`);
  }
  return { ...natural, value, observed: true, mask: false, infer: { ...natural.infer, isIntervened: true } };
}
