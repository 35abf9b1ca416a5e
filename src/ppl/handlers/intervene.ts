import { warn } from '../../num/index.js';
import type { Handler, Program, SampleMessage, Site } from '../message.js';
import { handleSamples } from './watchNames.js';
import { namesGiven, valuesOf, type SiteValues } from './valuesOf.js';

/**
 * Pearl's do-operator: sets sample sites to the values in `data`, independently of their parents.
 *
 * Each such site is split in two. Handlers outside see and record the natural site, drawn or observed as usual. The program and the
 * handlers inside see the intervened value, as an observed site that is masked out. With `condition` outside, the natural value is
 * observed and the program continues with the intervened one: a counterfactual.
 *
 * Warns if a site is intervened on twice; the inner value counts. Warns if no site of the first run has a name of the record.
 *
 * @throws ShapeError if a value does not fit its site
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
