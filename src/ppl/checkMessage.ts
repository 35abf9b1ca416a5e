import {
  ArgumentError,
  checkOptionNames,
  formatShape,
  isTensor,
  ParamError,
  sameShape,
  ShapeError,
  sizeAt,
  type Shape,
} from '../num/index.js';
import type { Frame, Infer, ParamMessage, SampleMessage, Site } from './message.js';

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

/** @throws ArgumentError if the name of an inference hint is unknown */
export function checkInfer(where: string, infer: Infer): void {
  checkOptionNames(`${where}.infer`, infer, HINT_NAMES);
}

/**
 * Checks the types of the arguments of `sample`, for callers in JavaScript.
 *
 * @throws ArgumentError if `dist` is not a distribution or `obs` not a tensor
 */
export function checkArguments(where: string, dist: unknown, obs: unknown): void {
  if (typeof dist !== 'object' || dist === null || !('logProb' in dist)) {
    const got = isTensor(dist) ? 'a tensor' : typeof dist;
    const hint = "the function of that name in 'kiln-ppl/dist'";
    throw new ArgumentError({ where, expected: 'a distribution', got, hint });
  }
  if (obs === undefined || isTensor(obs)) return;
  const [got, hint] = [Array.isArray(obs) ? 'an array' : typeof obs, 'tf.scalar, tf.tensor1d or the like around it'];
  throw new ArgumentError({ where, expected: 'a tensor as obs', got, hint });
}

/**
 * Checks the shapes of a sample site: the value against event and plates, mask and scale against the batch shape. Runs no tensor
 * operation.
 *
 * @throws ShapeError with the site, its plates and both shapes
 */
export function checkSample(site: Site<SampleMessage>): void {
  const { dist, value, observed, mask, scale } = site;
  const { batchShape, eventShape } = dist;
  const batchRank = value.shape.length - eventShape.length;
  if (!sameShape(value.shape.slice(Math.max(0, batchRank)), eventShape)) {
    const expected = `a value whose last dims are the event ${formatShape(eventShape)}`;
    throw shapeError(site, expected, value.shape, EVENT_FIXES);
  }
  if (!fitsBatch(value.shape.slice(0, batchRank), site)) {
    const expected = `${observed ? 'data' : 'a value'} that broadcasts to ${formatShape([...batchShape, ...eventShape])}`;
    throw shapeError(site, expected, value.shape, DATA_FIXES);
  }
  for (const [kind, factor] of Object.entries({ mask, scale })) {
    if (typeof factor !== 'object' || fitsInto(factor.shape, batchShape)) continue;
    throw shapeError(
      site,
      `a ${kind} that broadcasts to the batch ${formatShape(batchShape)}`,
      factor.shape,
      BATCH_FIXES,
    );
  }
}

const EVENT_FIXES = 'toEvent(n) on the distribution, or a value of the right shape';
const DATA_FIXES =
  'tf.reshape or tf.transpose of the value, a plate around the site, or toEvent(n) on the distribution';
const BATCH_FIXES = 'a reshaped mask or scale, with size 1 where it does not vary';

/** A value may have sizes above 1 outside the plates of known size: at the dims of enumerated sites. */
function fitsBatch(batchOfValue: Shape, { dist, plates }: SampleMessage): boolean {
  return batchOfValue.every((size, i) => {
    const dim = i - batchOfValue.length;
    const own = sizeAt(dist.batchShape, dim);
    const isInPlate = plates.some((frame) => frame.dim === dim && frame.size !== undefined);
    return size === own || size === 1 || (own === 1 && !isInPlate);
  });
}

/** Leading sizes of 1 do no harm: a mask [1, 3] fits the batch shape [3]. */
function fitsInto(shape: Shape, batchShape: Shape): boolean {
  return shape.every((size, i) => size === 1 || size === sizeAt(batchShape, i - shape.length));
}

function shapeError(site: SampleMessage, expected: string, got: Shape, fixes: string): ShapeError {
  const plates = site.plates.map(describeFrame);
  const where = `sample("${site.name}")${plates.length > 0 ? ` in plates ${plates.join(', ')}` : ''}`;
  const hint = site.markov === undefined ? fixes : `a longer history of markov, ${fixes}`;
  return new ShapeError({ where, expected, got: `shape ${formatShape(got)}`, hint });
}

/** A plate as it appears in errors: `"data" (size 5, dim -1)`. */
export function describeFrame({ name, size, dim, iteration }: Frame): string {
  return `"${name}" (size ${size ?? 'any'}, ${dim === undefined ? `iteration ${iteration ?? 0}` : `dim ${dim}`})`;
}

/**
 * Checks a repeated declaration of a parameter against the first one. A declaration without `init` only refers to the parameter.
 *
 * @param shape the shape of the new initial value, if known
 * @throws ParamError with both declarations
 */
export function checkDeclaration(first: Site<ParamMessage>, second: ParamMessage, shape: Shape | undefined): void {
  if (second.init === undefined) return;
  const isSame = first.constraint.name === second.constraint.name && first.eventDim === second.eventDim;
  const got = shape ?? first.value.shape;
  if (isSame && sameShape(got, first.value.shape)) return;
  throw new ParamError({
    where: `param("${first.name}")`,
    expected: `its first declaration (${describeParam(first, first.value.shape)})`,
    got: `a second one (${describeParam(second, got)})`,
    hint: 'another name, or param(name) without init for later uses',
  });
}

function describeParam({ constraint, eventDim }: ParamMessage, shape: Shape): string {
  return `shape ${formatShape(shape)}, constraint ${constraint.name}, eventDim ${eventDim ?? 'none'}`;
}
