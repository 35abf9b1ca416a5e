import type { Law, Subject } from '../law.js';
import { coordinatesOf, distributionAt, freeParameters, isMoving, type FreeParameter } from './freeParameters.js';
import { drawsAtLook } from './drawsOf.js';
import { gradientDraws, type GradientDraws } from './gradientDraws.js';
import { outsideLaws, withoutDensity } from './kinds.js';
import { addNumbers, meanAnswer, NO_NUMBERS, type MeanSums } from './meanAnswer.js';
import { meanOver } from './reference.js';
import { coverNumbers, lineOf } from './referenceOf.js';
import { sequentially } from './sequentially.js';
import { memo } from './memo.js';
import { testFunction } from './testFunction.js';
import { withDistribution } from './withDistribution.js';

const LOOKS = [4096, 12_288, 49_152];
const STEP = 0.02;
const SMALLEST_STEP = 1e-6;
// Of the mean of a function from -1 to 1.
const LARGEST_CHANGE = 0.06;
const SMALLEST = 0.05;
// Of the differences: what extrapolation leaves, and float32 in the density.
const DIFFERENCE = 2e-3;
const MOST_PLACES = 4;
// Of float32 in the mean of a function from -1 to 1.
const ROUNDING = 2 ** -18;
// Of integrals whose differences say anything: masses to 0.0001.
const LEAST_WORTH = 1e6;

/**
 * Gradients through `rsample` have the mean that the gradient of an expectation has: that of a bounded function of the draw, in
 * free coordinates of the parameters. For numbers it is compared with differences of integrals of the density, which catches 5 %
 * of the mean size of a gradient; for arrays with the score of the same draws, which catches 10 % of its spread.
 */
export const rsampleGradient: Law = {
  name: 'rsampleGradient',
  statement: 'the mean gradient through rsample is the gradient of the expectation',
  isStatistical: true,
  exempts: (dist) => {
    if (!dist.hasRsample) return 'it has no rsample';
    if (dist.isDiscrete) return 'it is discrete, and its gradients are biased by design';
    if (dist.eventShape.length > 0 && isMoving(dist.support)) return 'its support moves with its parameters';
    return outsideLaws(dist) ?? withoutDensity(dist);
  },
  problem: (subject) => {
    const free = withDistribution(subject, (dist) => freeParameters(subject, dist));
    if (free.length === 0) return undefined;
    const isNumber = withDistribution(subject, ({ eventShape }) => eventShape.length === 0);
    if (isNumber && lineOf(subject).some(({ worth }) => worth < LEAST_WORTH)) return undefined;
    const expected = isNumber ? memo(subject, 'slopes', () => slopesOf(subject, free)) : undefined;
    return compare(subject, free, expected);
  },
};

/** The slope of the expectation of each batch element by each place of each parameter. */
type Slopes = Readonly<Record<string, readonly (readonly number[])[]>>;

function slopesOf(subject: Subject, free: readonly FreeParameter[]): Slopes {
  const { f } = testFunction(subject);
  const meansAt = (name: string, place: number, step: number): number[] =>
    withDistribution(subject, () => {
      const coordinates = coordinatesOf(free, (other, at) => (other === name && at === place ? step : 0));
      const elements = coverNumbers(distributionAt(subject, free, coordinates), drawsAtLook(subject, 0));
      return elements.map((points, b) => meanOver(points, (i) => f(b, points.points[i] ?? NaN)));
    });
  return Object.fromEntries(
    free.map(({ name, eventPart }) => {
      const places = Math.min(
        MOST_PLACES,
        eventPart.reduce((a, b) => a * b, 1),
      );
      const means = (place: number) => (step: number) => meansAt(name, place, step);
      return [name, Array.from({ length: places }, (_, place) => centralSlopes(means(place)))] as const;
    }),
  );
}

/**
 * Central differences by a step at which the largest of the means moves little and by half of it, extrapolated to none: next to a
 * bound far out in a tail, one difference alone is off by the square of the step times many.
 *
 * @see Richardson 1911, "The approximate arithmetical solution by finite differences"
 */
function centralSlopes(meansAt: (step: number) => number[]): number[] {
  const changesAt = (step: number): number[] => {
    const down = meansAt(-step);
    return meansAt(step).map((mean, b) => mean - (down[b] ?? NaN));
  };
  let step = STEP;
  let changes = changesAt(step);
  for (
    let largest = largestOf(changes);
    largest > LARGEST_CHANGE && step >= SMALLEST_STEP;
    largest = largestOf(changes)
  ) {
    step *= LARGEST_CHANGE / (2 * largest);
    changes = changesAt(step);
  }
  return changesAt(step / 2).map((half, b) => (8 * half - (changes[b] ?? NaN)) / (6 * step));
}

function largestOf(changes: readonly number[]): number {
  return Math.max(...changes.map(Math.abs));
}

interface Question {
  readonly name: string;
  readonly place: number;
  /** The batch element, or all of them where they share the parameter. */
  readonly element: number | undefined;
  readonly slope: number;
}

function compare(subject: Subject, free: readonly FreeParameter[], slopes: Slopes | undefined): string | undefined {
  const numElements = drawsAtLook(subject, 0).numElements;
  const questions = free.flatMap((parameter) => questionsOf(parameter, slopes?.[parameter.name], numElements));
  let sums: readonly MeanSums[] = questions.map(() => NO_NUMBERS);
  let sizes: readonly number[] = questions.map(() => 0);
  return sequentially(
    subject,
    (look) => {
      const draws = gradientDraws(subject, free, look, (LOOKS[look] ?? 0) - (LOOKS[look - 1] ?? 0));
      const columns = questions.map((question) => gradientsOf(draws, question));
      sizes = columns.map((column, i) => (sizes[i] ?? 0) + column.reduce((sum, x) => sum + Math.abs(x), 0));
      sums = columns.map((column, i) =>
        addNumbers(
          sums[i] ?? NO_NUMBERS,
          column.map((x) => x - (questions[i]?.slope ?? 0)),
        ),
      );
      return questions.map((question, i) =>
        answerOf(question, sums[i] ?? NO_NUMBERS, sizes[i] ?? 0, slopes !== undefined),
      );
    },
    LOOKS,
  );
}

function answerOf(question: Question, sums: MeanSums, size: number, isExact: boolean): ReturnType<typeof meanAnswer> {
  const { name, place, element, slope } = question;
  const unit = isExact ? SMALLEST * (size / sums.count) : 2 * SMALLEST * Math.sqrt(sums.squares / sums.count);
  const where = element === undefined ? '' : `element ${element}: `;
  const claim = isExact ? `of ${slope.toPrecision(4)}` : 'as the score gives it';
  const what = `${where}by coordinate ${place} of ${name}, expected a mean gradient ${claim}`;
  return meanAnswer(what, sums, unit + 1e-6, isExact ? DIFFERENCE * (size / sums.count) + ROUNDING / STEP : 1e-6);
}

function questionsOf(
  parameter: FreeParameter,
  slopes: readonly (readonly number[])[] | undefined,
  numElements: number,
): Question[] {
  const { name, batchPart, eventPart } = parameter;
  const places = Math.min(
    MOST_PLACES,
    eventPart.reduce((a, b) => a * b, 1),
  );
  const isOwn = batchPart.reduce((a, b) => a * b, 1) === numElements;
  return Array.from({ length: places }, (_, place) => {
    const here = slopes?.[place] ?? Array<number>(numElements).fill(0);
    if (isOwn) return here.map((slope, element) => ({ name, place, element, slope }));
    return [{ name, place, element: undefined, slope: here.reduce((a, b) => a + b, 0) }];
  }).flat();
}

function gradientsOf({ count, gradients }: GradientDraws, { name, place, element }: Question): Float64Array {
  const { values, batchSize, eventSize } = gradients[name] ?? {
    values: new Float32Array(),
    batchSize: 1,
    eventSize: 1,
  };
  const at = (i: number, b: number): number => values[(i * batchSize + b) * eventSize + place] ?? NaN;
  return Float64Array.from({ length: count }, (_, i) => {
    if (element !== undefined) return at(i, element);
    return Array.from({ length: batchSize }, (_unused, b) => at(i, b)).reduce((a, b) => a + b, 0);
  });
}
