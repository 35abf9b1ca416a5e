import { ArgumentError, choose, ShapeError, type Key } from '../num/index.js';
import { nameOf, type Frame, type PlateMessage, type PlateValue } from './message.js';

/**
 * The indices of a plate, and its dim: by default the rightmost one that is free.
 *
 * @param drawKey supplies the random key of a subsample, if one is drawn
 * @throws ArgumentError if the size or the subsample is not valid
 * @throws ShapeError if the dim is taken by a plate around, or a plate around has the same name
 */
export function allocatePlate(message: PlateMessage, drawKey: () => Key): PlateValue {
  checkSizes(message);
  const indices = message.value === undefined ? indicesOf(message, drawKey) : message.value.indices;
  checkIndices(message, indices);
  checkNesting(message);
  if (message.isSequential) return { indices };
  const dim = message.dim ?? message.value?.dim ?? freeDim(message.plates);
  checkDim(message, dim);
  return { indices, dim };
}

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
  if (size !== undefined && !isIntegerFrom(1, size)) {
    throw sizeError(message, 'an integer size of at least 1', size);
  }
  if (subsampleSize === undefined || (size !== undefined && isIntegerFrom(1, subsampleSize, size))) return;
  const expected = size === undefined ? 'a size beside subsampleSize' : `subsampleSize from 1 to ${size}`;
  throw sizeError(message, expected, subsampleSize);
}

function checkIndices(message: PlateMessage, indices: readonly number[] | undefined): void {
  const { size, subsampleSize } = message;
  const count = indices?.length ?? size;
  if (subsampleSize !== undefined && count !== subsampleSize) {
    throw sizeError(message, `subsampleSize = ${subsampleSize} indices`, count);
  }
  if (indices === undefined) return;
  if (size === undefined) throw sizeError(message, 'a size beside subsample', 'none');
  if (!isIntegerFrom(1, indices.length, size)) {
    throw sizeError(message, `1 to ${size} indices in subsample`, indices.length);
  }
  const seen = new Set<number>();
  for (const index of indices) {
    if (!isIntegerFrom(0, index, size - 1) || seen.has(index)) {
      throw sizeError(message, `distinct integer indices from 0 to ${size - 1}`, index);
    }
    seen.add(index);
  }
}

function isIntegerFrom(low: number, x: number, high = Infinity): boolean {
  return Number.isInteger(x) && x >= low && x <= high;
}

function sizeError(message: PlateMessage, expected: string, got: number | string | undefined): ArgumentError {
  return new ArgumentError({ where: nameOf(message), expected, got: String(got) });
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
    const hint = 'dim: -1 for the rightmost';
    throw new ShapeError({ where, expected: 'a negative integer dim', got: String(dim), hint });
  }
  const holder = message.plates.find((frame) => frame.dim === dim);
  if (holder === undefined) return;
  throw new ShapeError({
    where,
    expected: 'a dim that no plate around uses',
    got: `dim ${dim}, used by plate "${holder.name}"`,
    hint: `dim: ${freeDim(message.plates)}${message.dim === undefined ? ' at every entry of the plate' : ''}`,
  });
}
