import { ArgumentError } from '../../num/index.js';

/** @throws ArgumentError unless `value` is a finite number > 0 */
export function checkScale(where: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw new ArgumentError({ where, expected: 'a finite number > 0', got: String(value) });
}
