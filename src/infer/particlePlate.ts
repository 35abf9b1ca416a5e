import * as tf from '@tensorflow/tfjs-core';
import { formatShape, ShapeError, sizeAt } from '../num/index.js';
import { plate, type Frame, type Program, type SampleMessage, type Site, type Trace } from '../ppl/index.js';
import { densityShape, sampleSites } from './logDensity.js';

/** The plate that independent runs of a program lie along, left of all its own. */
export const PARTICLES = '_particles';

/** Runs `program` once for `count` independent draws, vectorised in a plate left of `maxPlateNesting` dims. */
export function inParticles(program: Program, count: number, maxPlateNesting: number): Program {
  return (...args) => plate(PARTICLES, count, () => program(...args), { dim: -1 - maxPlateNesting });
}

/** The largest number of batch dims that the vectorised plates around the sites of some traces hold. */
export function plateNesting(...traces: readonly Trace[]): number {
  const frames = traces.flatMap((traced) => [...traced.sites.values()].flatMap((site) => site.plates));
  const entered = traces.flatMap((traced) => [...traced.plates.values()].map((site) => site.value));
  return [...frames, ...entered].reduce((depth, { dim = 0 }) => Math.max(depth, -dim), 0);
}

/** The names and dims of the vectorised plates that are around every one of `sites`. */
export function commonPlates(sites: readonly Site<SampleMessage>[]): Frame[] {
  const [first, ...others] = sites;
  const isShared = (frame: Frame): boolean =>
    others.every(({ plates }) => plates.some(({ name }) => name === frame.name));
  return (first?.plates ?? []).filter((frame) => frame.dim !== undefined && isShared(frame));
}

/**
 * Sums a site's log density, or what has its shape, over all plates but those of `kept`, whose dims stay where they are.
 *
 * @returns a tensor whose dims count from the right as before; the summed ones have size 1
 */
export function sumToPlates(x: tf.Tensor, site: Site<SampleMessage>, kept: readonly Frame[]): tf.Tensor {
  const names = kept.map(({ name }) => name);
  const stays = new Set(site.plates.filter(({ name }) => names.includes(name)).map(({ dim }) => dim));
  const axes = x.shape.flatMap((size, i) => (size === 1 || stays.has(i - x.rank) ? [] : [i]));
  return axes.length === 0 ? x : tf.sum(x, axes, true);
}

/**
 * Checks that each log density of a vectorised run has the shape of its plates and nothing beyond.
 *
 * @throws ShapeError naming a site that does not keep the particles apart
 */
export function checkParticleShapes(...traces: readonly Trace[]): void {
  for (const site of traces.flatMap(sampleSites)) {
    const shape = densityShape(site);
    const held = new Set(site.plates.map(({ dim }) => dim));
    const isHeld = shape.every((size, i) => size === 1 || held.has(i - shape.length));
    const isFull = site.plates.every(
      ({ dim, size }) => dim === undefined || size === undefined || sizeAt(shape, dim) === size,
    );
    if (isHeld && isFull) continue;
    throw new ShapeError({
      where: `sample("${site.name}") in a vectorised run`,
      expected: 'a log density with a dim for the runs, left of all plates',
      got: `shape ${formatShape(shape)}`,
      hint: 'operations that leave batch dims on the left alone (negative axes), or runs one after another',
    });
  }
}
