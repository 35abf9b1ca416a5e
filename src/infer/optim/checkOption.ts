import { ArgumentError } from '../../num/index.js';
import type { Schedule } from './optimizer.js';

/** @throws ArgumentError unless `isAllowed` */
export function checkOption(where: string, isAllowed: boolean, expected: string, got: unknown): void {
  if (!isAllowed) throw new ArgumentError({ where, expected, got: String(got) });
}

/** @throws ArgumentError unless a number is finite and > 0; a schedule is not called */
export function checkRate(where: string, rate: Schedule): void {
  const isRate = typeof rate === 'function' || (rate > 0 && rate < Infinity);
  checkOption(where, isRate, 'a finite number > 0 or a schedule', rate);
}

/** @throws ArgumentError unless 0 <= `share` < 1 */
export function checkShare(where: string, share: number): void {
  checkOption(where, share >= 0 && share < 1, 'a number from 0 to below 1', share);
}
