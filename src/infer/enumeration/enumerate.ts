import * as tf from '@tensorflow/tfjs-core';
import { checkRank, EnumerationError } from '../../num/index.js';
import { handle, type Handler, type Program, type SampleMessage } from '../../ppl/index.js';

/** The dim that an enumerated site's values lie along; its id is the site's name. */
export interface EnumeratedSite {
  readonly name: string;
  /** Negative, left of all plates. */
  readonly dim: number;
  readonly size: number;
}

/** Hands out dims to enumerated sites, from right to left. */
export interface DimAllocator {
  readonly sites: ReadonlyMap<string, EnumeratedSite>;
  allot(name: string, size: number): EnumeratedSite;
}

/** An allocator whose first dim is left of `maxPlateNesting` plates. */
export function dimAllocator(maxPlateNesting: number): DimAllocator {
  const sites = new Map<string, EnumeratedSite>();
  return {
    sites,
    allot: (name, size) => {
      const site = { name, dim: -1 - maxPlateNesting - sites.size, size };
      sites.set(name, site);
      return site;
    },
  };
}

/**
 * Gives each unanswered sample site of `program` that is marked `infer: { enumerate: 'parallel' }` all values of its
 * support at once, along a dim of its own: [K, ...ones, ...event].
 *
 * @throws EnumerationError if a marked site's support is not finite, or a value would have too many dims for the engine
 */
export function enumerate<Args extends readonly unknown[], R>(
  allocator: DimAllocator,
  program: Program<Args, R>,
): Program<Args, R> {
  const enumerating: Handler = {
    sample: (message, outer) => outer(isMarked(message) ? withSupport(message, allocator) : message),
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
  const size = support.shape[0] ?? 1;
  const { dim } = allocator.allot(name, size);
  const batch = support.shape.slice(1, support.rank - dist.eventShape.length);
  if (batch.length >= -dim && batch.slice(0, batch.length + dim + 1).some((extent) => extent !== 1)) {
    throw conflict(message, dim, batch);
  }
  const own = batch.slice(Math.max(0, batch.length + dim + 1));
  const padding = Array<number>(-dim - 1 - own.length).fill(1);
  const shape = [size, ...padding, ...own, ...dist.eventShape];
  checkRank(`sample("${name}")`, shape.length);
  return { ...message, value: tf.reshape(support, shape) };
}

function checkMark({ name, dist, infer }: SampleMessage): void {
  if (infer.enumerate !== 'parallel') {
    const got = String(infer.enumerate);
    throw new EnumerationError({ where: `sample("${name}")`, expected: "infer.enumerate: 'parallel'", got });
  }
  if (dist.hasEnumerateSupport) return;
  throw new EnumerationError({
    where: `sample("${name}")`,
    expected: 'a distribution with a finite support, the same all over the batch',
    got: dist.family,
    hint: 'to leave the site unmarked, so that it is sampled',
  });
}

function conflict(message: SampleMessage, dim: number, batch: readonly number[]): EnumerationError {
  return new EnumerationError({
    where: `sample("${message.name}")`,
    expected: `no batch size above 1 at or left of its enumeration dim ${dim}`,
    got: `batch [${batch.join(', ')}]`,
    hint: 'a plate around these dims, or expand: false',
  });
}
