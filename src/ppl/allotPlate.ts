import { ArgumentError, choose, ShapeError, type Key } from '../num/index.js';
import { nameOf, type Frame, type PlateMessage, type PlateValue } from './message.js';

/**
 * The indices and the dim of a plate that is being entered.
 *
 * @throws ArgumentError if the size or the subsample makes no sense
 * @throws ShapeError if the dim is held by a plate around it, or the plate is inside itself
 */
export function allotPlate(message: PlateMessage, drawKey: () => Key): PlateValue {
  checkSizes(message);
  const indices = message.value === undefined ? indicesOf(message, drawKey) : message.value.indices;
  checkIndices(message, indices);
  checkNesting(message);
  if (message.isSequential) return { indices };
  const dim = message.dim ?? message.value?.dim ?? freeDim(message.plates);
  checkDim(message, dim);
  return { indices, dim };
}

/** The rightmost dim that no plate around holds. */
function freeDim(plates: readonly Frame[]): number {
  let dim = -1;
  while (plates.some((frame) => frame.dim === dim)) dim -= 1;
  return dim;
}

function indicesOf(
  { size, subsample, subsampleSize }: PlateMessage,
  drawKey: () => Key,
): readonly number[] | undefined {
  if (typeof subsample === 'function') return subsample(drawKey());
  if (subsample !== undefined) return subsample;
  if (size === undefined || subsampleSize === undefined || subsampleSize === size) return undefined;
  return choose(drawKey(), size, subsampleSize);
}

function checkSizes(message: PlateMessage): void {
  const { size, subsampleSize } = message;
  if (size !== undefined && (!Number.isInteger(size) || size < 1)) {
    throw sizeError(message, 'a whole size of at least 1', String(size));
  }
  if (subsampleSize === undefined) return;
  if (size === undefined || !Number.isInteger(subsampleSize) || subsampleSize < 1 || subsampleSize > size) {
    const range = size === undefined ? 'a size beside subsampleSize' : `subsampleSize from 1 to ${size}`;
    throw sizeError(message, range, String(subsampleSize));
  }
}

function checkIndices(message: PlateMessage, indices: readonly number[] | undefined): void {
  const { size, subsampleSize } = message;
  const count = indices?.length ?? size;
  if (subsampleSize !== undefined && count !== subsampleSize) {
    throw sizeError(message, `subsampleSize = ${subsampleSize} indices`, String(count));
  }
  if (indices === undefined) return;
  if (size === undefined) throw sizeError(message, 'a size beside subsample', 'none');
  if (indices.length === 0 || indices.length > size) {
    throw sizeError(message, `1 to ${size} indices in subsample`, String(indices.length));
  }
  const seen = new Set<number>();
  for (const index of indices) {
    const isFresh = Number.isInteger(index) && index >= 0 && index < size && !seen.has(index);
    if (!isFresh) throw sizeError(message, `distinct whole indices from 0 to ${size - 1}`, String(index));
    seen.add(index);
  }
}

function sizeError(message: PlateMessage, expected: string, got: string): ArgumentError {
  return new ArgumentError({ where: nameOf(message), expected, got });
}

function checkNesting(message: PlateMessage): void {
  if (message.plates.every((frame) => frame.name !== message.name)) return;
  throw new ShapeError({
    where: nameOf(message),
    expected: 'a plate that is not inside itself',
    got: `plates ${message.plates.map((frame) => `"${frame.name}"`).join(', ')} around it`,
    hint: 'another name for one of the two',
  });
}

function checkDim(message: PlateMessage, dim: number): void {
  const where = nameOf(message);
  if (!Number.isInteger(dim) || dim >= 0) {
    throw new ShapeError({
      where,
      expected: 'a negative whole dim',
      got: String(dim),
      hint: 'dim: -1 for the rightmost',
    });
  }
  const holder = message.plates.find((frame) => frame.dim === dim);
  if (holder === undefined) return;
  throw new ShapeError({
    where,
    expected: 'a dim that no plate around it holds',
    got: `dim ${dim}, held by plate "${holder.name}"`,
    hint: `dim: ${freeDim(message.plates)}${message.dim === undefined ? ' at every entry of the plate' : ''}`,
  });
}
