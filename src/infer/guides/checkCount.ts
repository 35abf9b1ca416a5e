import { ArgumentError } from '../../num/index.js';

/** @throws ArgumentError unless `value` is a whole number of at least `least` */
export function checkCount(where: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new ArgumentError({ where, expected: `a whole number of at least ${least}`, got: String(value) });
}
