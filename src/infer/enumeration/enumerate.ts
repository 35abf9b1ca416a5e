import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, EnumerationError, formatShape, sizeAt } from '../../num/index.js';
import {
  expandToFactors,
  handle,
  revise,
  type Handler,
  type Infer,
  type Program,
  type SampleMessage,
} from '../../ppl/index.js';
import { describeScope, type DimAllocator, type DimRun, type DimScope } from './dimAllocator.js';
import { PlateNestingError } from './errors.js';
import type { Assignment } from './sequentialAssignments.js';

/**
 * Gives each unanswered sample site of `program` that is marked `infer: { enumerate: 'parallel' }` all values of its
 * support at once, along a dim of its own: [K, ...ones, ...event]; each with `numSamples` that many draws along such a dim; and
 * each that is marked 'sequential' the value that `assignment` says, or its first.
 *
 * @throws EnumerationError if a marked site's support is not finite, or a value would have too many dims for the engine
 * @throws ShapeError if a plate takes a dim beyond the allocator's `maxPlateNesting`
 */
export function enumerate<Args extends readonly unknown[], R>(
  allocator: DimAllocator,
  program: Program<Args, R>,
  assignment?: Assignment,
): Program<Args, R> {
  return (...args) => handle(enumerating(allocator, allocator.start(), assignment), () => program(...args));
}

function enumerating(allocator: DimAllocator, run: DimRun, assignment: Assignment | undefined): Handler {
  return {
    sample: (message, outer) => {
      const scope = run.scopeFor(message);
      const expanded = expandToFactors(message, scope.values());
      const site = outer(isMarked(message) ? withSupport(expanded, { allocator, run, scope, assignment }) : expanded);
      run.record(site, scope);
      return site;
    },
    plate: (message, outer) => {
      const site = outer(message);
      const depth = -(site.value.dim ?? 0);
      if (depth > allocator.maxPlateNesting)
        throw new PlateNestingError(`plate("${site.name}")`, allocator.maxPlateNesting, depth);
      return site;
    },
  };
}

interface Around {
  readonly allocator: DimAllocator;
  readonly run: DimRun;
  readonly scope: DimScope;
  readonly assignment: Assignment | undefined;
}

function isMarked(message: SampleMessage): boolean {
  const { enumerate: mark, numSamples } = message.infer;
  return message.value === undefined && !message.observed && (mark !== undefined || numSamples !== undefined);
}

function withSupport(message: SampleMessage, around: Around): SampleMessage {
  if (message.infer.numSamples !== undefined) return withDraws(message, message.infer.numSamples, around);
  const isSequential = around.assignment?.isForced(message.name) ?? false;
  checkMark(message, around.assignment);
  return isSequential || message.infer.enumerate === 'sequential'
    ? withOneValue(message, around)
    : withAllValues(message, around);
}

/** The value that this run is for, in place of a draw: the same at every index. */
function withOneValue(message: SampleMessage, { allocator, assignment }: Around): SampleMessage {
  const { dist, name } = message;
  const support = dist.enumerateSupport(message.infer.expand ?? false);
  const [size = 1] = support.shape;
  const index = assignment?.indexOf(name, size) ?? 0;
  allocator.sequential.set(name, size);
  return revise(message, { value: tf.reshape(tf.slice(support, index, 1), support.shape.slice(1)) });
}

/** The distribution of `count` independent draws; the draws themselves are left to the default action. */
function withDraws(message: SampleMessage, count: number, { allocator, run, scope }: Around): SampleMessage {
  const { dist, infer, name } = message;
  checkDraws(`sample("${name}")`, infer);
  const { dim } = run.allocate(message, count, scope);
  const { batchShape } = dist;
  if (sizeAt(batchShape, dim) !== 1) {
    throw conflict(message, dim, describeScope(scope, allocator.maxPlateNesting));
  }
  const rank = Math.max(batchShape.length, -dim);
  const shape = Array.from({ length: rank }, (_, i) => (i - rank === dim ? count : sizeAt(batchShape, i - rank)));
  return revise(message, { dist: dist.expand(shape) });
}

function withAllValues(message: SampleMessage, { allocator, run, scope }: Around): SampleMessage {
  const { dist, infer } = message;
  const values = dist.enumerateSupport(false);
  const [size = 1] = values.shape;
  // A single value is no choice: expanded, it would hand the dims of what it depends on to whoever uses it.
  const support = infer.expand === true && size > 1 ? dist.enumerateSupport(true) : values;
  const { dim } = run.allocate(message, size, scope);
  if (sizeAt(dist.batchShape, dim) !== 1) {
    throw conflict(message, dim, describeScope(scope, allocator.maxPlateNesting));
  }
  const own = support.shape.slice(1, support.rank - dist.eventShape.length);
  const right = Array.from({ length: -dim - 1 }, (_, i) => sizeAt(own, dim + 1 + i));
  const left = own.slice(0, Math.max(0, own.length + dim));
  // The values of sites before this one may lie along dims to its left, if it has taken one that was free again.
  const isNarrow = left.every((extent) => extent === 1);
  const moved = isNarrow ? support : valuesAfter(support, left.length);
  const outside = isNarrow ? [] : left;
  return revise(message, { value: tf.reshape(moved, [...outside, size, ...right, ...dist.eventShape]) });
}

/** The support with its first dim moved behind the `count` dims that follow it. */
function valuesAfter(support: tf.Tensor, count: number): tf.Tensor {
  const order = [...support.shape.keys()];
  return tf.transpose(support, [...order.slice(1, count + 1), 0, ...order.slice(count + 1)]);
}

/** @throws ArgumentError unless the number of draws makes sense and the draws are all in one run */
export function checkDraws(where: string, { enumerate: mark, numSamples }: Infer): void {
  if (numSamples === undefined) return;
  if (!Number.isInteger(numSamples) || numSamples < 1) {
    throw new ArgumentError({ where, expected: 'numSamples of at least 1', got: String(numSamples) });
  }
  if (mark !== 'sequential') return;
  const expected = "enumerate: 'parallel' together with numSamples";
  throw new ArgumentError({ where, expected, got: "'sequential'" });
}

function checkMark({ name, dist, infer }: SampleMessage, assignment: Assignment | undefined): void {
  const where = `sample("${name}")`;
  // Callers in JavaScript may mark it with anything.
  const mark: string = infer.enumerate ?? '';
  if (mark !== 'parallel' && mark !== 'sequential') {
    const expected = "infer.enumerate: 'parallel' or 'sequential'";
    throw new ArgumentError({ where, expected, got: `"${mark}"` });
  }
  if (mark === 'sequential' && assignment === undefined) {
    throw new EnumerationError({
      where,
      expected: 'sequential enumeration in the guide only',
      got: 'a site of the model that the guide lacks',
      hint: "enumerate: 'parallel', or the site in the guide",
    });
  }
  if (dist.hasEnumerateSupport) return;
  const moved = dist.independent?.reinterpreted;
  throw new EnumerationError({
    where,
    expected: 'a distribution with a finite support, the same all over the batch',
    got: moved === undefined ? dist.family : `${dist.family} under toEvent(${moved}), whose event is many choices`,
    hint: `to leave the site unmarked, so that it is sampled${moved === undefined ? '' : ', or a plate in place of toEvent'}`,
  });
}

function conflict({ name, dist }: SampleMessage, dim: number, owners: string): EnumerationError {
  return new EnumerationError({
    where: `sample("${name}")`,
    expected: `no batch size above 1 at its enumeration dim ${dim}${owners === '' ? '' : ` (${owners})`}`,
    got: `batch shape ${formatShape(dist.batchShape)}, which is a dim conflict`,
    hint: 'a plate around these dims, or a longer history of markov',
  });
}
