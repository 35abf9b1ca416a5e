import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import type { ParameterValues, Subject } from '../law.js';

/** What `read` makes of the distribution at the subject's parameters; all tensors are disposed, so it hands back plain data. */
export function withDistribution<R>(subject: Subject, read: (dist: Distribution) => R): R {
  const outcome: { value?: R } = {};
  tf.tidy(() => {
    outcome.value = read(subject.factory(parameterTensors(subject.parameters)));
  });
  return outcome.value as R; // tidy runs its body, or throws
}

/** Parameters as float32 tensors. */
export function parameterTensors(parameters: ParameterValues): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, tf.tensor(value, undefined, 'float32')] as const),
  );
}
