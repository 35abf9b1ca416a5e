import { type Expression, less, type Lifted, scalarFunction, where } from '../formula/index.js';
import { byOrder } from './byOrder.js';
import { logPartOf, stepOf } from './float64/normal.js';
import { hazardExcess, normalHazard } from './normalCdf.js';

type Family = (n: number) => Lifted<[number]>;

/** E_n / E_(n-1) for n >= 1, with E_n the mean of max(0, Z + t)^n of a standard normal Z, whose derivative is n E_(n-1). */
const step: Family = byOrder((n) =>
  n === 1
    ? hazardExcess
    : scalarFunction(
        `step(${n})`,
        (t: number) => stepOf(n, t),
        (t: Expression, value: Expression) => [
          slope(n - 1)(t)
            .mul(step(n - 1)(t).sub(value))
            .add(1),
        ],
      ),
);

/** The derivative of log E_n, g_n = n E_(n-1) / E_n; its own, g_n (g_(n-1) - g_n), by terms that are small on either side. */
const slope: Family = byOrder((n) =>
  n === 0
    ? normalHazard
    : scalarFunction(
        `slope(${n})`,
        (t: number) => n / stepOf(n, t),
        (t: Expression, value: Expression) => [
          value.mul(where(less(t, 0), step(n)(t).sub(step(n + 1)(t)), slope(n - 1)(t).sub(value))),
        ],
      ),
);

const logPart: Family = byOrder((n) =>
  scalarFunction(
    `log of positive part ** ${n}`,
    (t: number) => logPartOf(n, t),
    (t: Expression) => [slope(n)(t)],
  ),
);

/**
 * log E[max(0, Z + t)] for a standard normal Z, which is log(phi(t) + t Phi(t)): about log t far on the right and
 * -t^2 / 2 - 2 log(-t) far on the left.
 *
 * @param t float32, any shape; borrowed
 * @example
 * logPositivePart(tf.tensor1d([0, 2, -20])).dataSync();   // [-0.918939, 0.697384, -206.9178]
 */
export const logPositivePart: Lifted<[number]> = logPart(1);

/**
 * log E[max(0, Z + t)^2] for a standard normal Z, which is log((1 + t^2) Phi(t) + t phi(t)): about 2 log t far on the right and
 * -t^2 / 2 - 3 log(-t) far on the left.
 *
 * @param t float32, any shape; borrowed
 * @example
 * logSquaredPositivePart(tf.tensor1d([0, 2, -20])).dataSync();   // [-0.693147, 1.60828, -209.2278]
 */
export const logSquaredPositivePart: Lifted<[number]> = logPart(2);
