import { LOST_ANGLE, type Knowledge } from './knowledge.js';

/** Explained variance below this is next to nothing. */
const LITTLE = 0.1;

/** What the decoder does not know, in sentences. */
export function unknownOf({ byClass, explainedVariance }: Knowledge): string[] {
  const called = (name: string): string => (name === '' ? 'the model' : `class ${name}`);
  const blurred = byClass.filter((one) => one.count > 0 && one.explainedVariance < LITTLE);
  const lost = byClass.filter(({ angleError = 0 }) => angleError > LOST_ANGLE);
  return [
    ...(explainedVariance < LITTLE
      ? [`Reconstructions explain ${share(explainedVariance)} of the variance of pixels: content says little.`]
      : []),
    ...blurred.map(
      ({ name, explainedVariance: own }) =>
        `The pictures of ${called(name)} explain ${share(own)} of the variance of its images.`,
    ),
    ...lost.map(({ name, angleError = 0 }) => {
      return `The angle of ${called(name)} does not follow an image that is rotated: off by ${angleError.toFixed(0)}° at the median, where 45° is chance.`;
    }),
  ];
}

/** A share in per cent. */
export function share(value: number): string {
  return `${(100 * value).toFixed(0)} %`;
}
