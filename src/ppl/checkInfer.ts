import { checkOptionNames } from './checkOptionNames.js';
import type { Infer } from './message.js';

const HINTS: Readonly<Record<keyof Infer, true>> = {
  enumerate: true,
  expand: true,
  numSamples: true,
  isAuxiliary: true,
  gradient: true,
  baseline: true,
  wasObserved: true,
  obs: true,
  isIntervened: true,
};
const HINT_NAMES = Object.keys(HINTS);

/** @throws ArgumentError naming a hint that no algorithm takes, and a near one */
export function checkInfer(where: string, infer: Infer): void {
  checkOptionNames(`${where}.infer`, infer, HINT_NAMES);
}
