import * as tf from '@tensorflow/tfjs-core';
import { engineInfo, EnumerationError, formatShape, sizeAt } from '../../num/index.js';
import { handle, revise, type Handler, type Program, type SampleMessage } from '../../ppl/index.js';
import { enumDimOwners, type DimAllocator } from './dimAllocator.js';
import { PlateNestingError } from './plateNestingError.js';

/**
 * Gives each unanswered sample site of `program` that is marked `infer: { enumerate: 'parallel' }` all values of its
 * support at once, along a dim of its own: [K, ...ones, ...event].
 *
 * @throws EnumerationError if a marked site's support is not finite, or a value would have too many dims for the engine
 * @throws ShapeError if a plate takes a dim beyond the allocator's `maxPlateNesting`
 */
export function enumerate<Args extends readonly unknown[], R>(
  allocator: DimAllocator,
  program: Program<Args, R>,
): Program<Args, R> {
  const enumerating: Handler = {
    sample: (message, outer) => outer(isMarked(message) ? withSupport(message, allocator) : message),
    plate: (message, outer) => {
      const site = outer(message);
      const depth = -(site.value.dim ?? 0);
      if (depth > allocator.maxPlateNesting)
        throw new PlateNestingError(`plate("${site.name}")`, allocator.maxPlateNesting, depth);
      return site;
    },
  };
  return (...args) => handle(enumerating, () => program(...args));
}

function isMarked(message: SampleMessage): boolean {
  return message.value === undefined && !message.observed && message.infer.enumerate !== undefined;
}

function withSupport(message: SampleMessage, allocator: DimAllocator): SampleMessage {
  const { dist, name, infer } = message;
  checkMark(message);
  const support = dist.enumerateSupport(infer.expand ?? false);
  const size = sizeAt(support.shape, -support.rank);
  const { dim } = allocator.allot(name, size);
  if (dist.batchShape.some((extent, i) => extent !== 1 && i - dist.batchShape.length <= dim)) {
    throw conflict(message, dim, allocator);
  }
  const rank = -dim + dist.eventShape.length;
  if (rank > engineInfo().maxRank) throw tooManyDims(message, rank, allocator);
  const own = support.shape.slice(1, support.rank - dist.eventShape.length);
  const batch = Array.from({ length: -dim - 1 }, (_, i) => sizeAt(own, dim + 1 + i));
  return revise(message, { value: tf.reshape(support, [size, ...batch, ...dist.eventShape]) });
}

function checkMark({ name, dist, infer }: SampleMessage): void {
  const where = `sample("${name}")`;
  if (infer.enumerate !== 'parallel') {
    throw new EnumerationError({ where, expected: "infer.enumerate: 'parallel'", got: `"${String(infer.enumerate)}"` });
  }
  if (dist.hasEnumerateSupport) return;
  throw new EnumerationError({
    where,
    expected: 'a distribution with a finite support, the same all over the batch',
    got: dist.family,
    hint: 'to leave the site unmarked, so that it is sampled',
  });
}

function conflict({ name, dist }: SampleMessage, dim: number, allocator: DimAllocator): EnumerationError {
  return new EnumerationError({
    where: `sample("${name}")`,
    expected: `no batch size above 1 at or left of its enumeration dim ${dim} (${enumDimOwners(allocator)})`,
    got: `batch shape ${formatShape(dist.batchShape)}`,
    hint: 'a plate around these dims',
  });
}

function tooManyDims({ name }: SampleMessage, rank: number, allocator: DimAllocator): EnumerationError {
  const { engine, maxRank } = engineInfo();
  return new EnumerationError({
    where: `sample("${name}")`,
    expected: `a value of at most ${maxRank} dims, as far as the ${engine} engine goes`,
    got: `${rank} (${enumDimOwners(allocator)})`,
    hint: 'fewer sites enumerated in parallel, or fewer nested plates',
  });
}
