import type { Subject } from '../law.js';
import { looksOf } from './drawsOf.js';
import { chanceText } from './uncertainty.js';
import type { Answer } from './unitCounts.js';

/**
 * Looks at more and more draws of a subject until one answer convicts it, or all are clear, or `maxDraws` is reached. All looks
 * and answers together raise a false alarm at most as often as the subject allows, by Bonferroni's bound.
 *
 * @param look the answers after the draws of this and all earlier looks; always as many, in the same order
 * @param looks the numbers of draws; default: as for all laws that share draws
 * @returns what convicts the subject; undefined if nothing does
 */
export function sequentially(
  subject: Subject,
  look: (index: number) => readonly Answer[],
  looks: readonly number[] = looksOf(subject),
): string | undefined {
  for (const [index, count] of looks.entries()) {
    const answers = look(index);
    const threshold = Math.log((answers.length * looks.length) / subject.falseAlarmRate);
    const guilty = answers.find(({ evidence }) => !(evidence < threshold));
    if (guilty !== undefined) return `${guilty.what} after ${count} draws (${chanceText(guilty.evidence)})`;
    if (answers.every(({ isClear }) => isClear)) return undefined;
  }
  return undefined;
}
