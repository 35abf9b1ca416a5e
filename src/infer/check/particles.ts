import * as tf from '@tensorflow/tfjs-core';
import { EstimatorError, sizeOf, type Key } from '../../num/index.js';
import { replay, seed, trace, type Program, type SampleMessage, type Site, type Trace } from '../../ppl/index.js';
import type { ProgramPair, TracedPair } from '../elbo/runPair.js';
import { bareLogDensity, sampleSites } from '../logDensity.js';
import { checkParticleShapes, PARTICLES } from '../particlePlate.js';

type SampleSite = Site<SampleMessage>;

/**
 * Checks that particles of a vectorised run are independent: that each log density has a dim for them, and that the first has the log
 * densities that a run of its own has at the same values. Reads data.
 *
 * @param wide a vectorised run
 * @param narrow a run of the pair that is not
 * @throws ShapeError, EstimatorError naming the first site that mixes the particles up
 */
export function checkParticles(pair: ProgramPair, wide: TracedPair, narrow: TracedPair, key: Key): void {
  checkParticleShapes(wide.guide, wide.model);
  for (const side of ['guide', 'model'] as const) {
    const alone = runAlone(pair[side], pair.args, firstParticle(wide[side], narrow[side]), key);
    const partners = new Map(sampleSites(alone).map((site) => [site.name, site]));
    for (const site of sampleSites(wide[side])) {
      const partner = partners.get(site.name);
      if (partner !== undefined && !agrees(firstOf(bareLogDensity(site), site, 0), bareLogDensity(partner))) {
        throw mixedUp(site.name);
      }
    }
  }
}
function runAlone(program: Program, args: readonly unknown[], values: Trace, key: Key): Trace {
  return trace(seed(key, replay(values, program)))(...args);
}

/** The latent values of one particle, in the shapes that they have in a run of its own. */
function firstParticle(wide: Trace, narrow: Trace): Trace {
  const latent = sampleSites(wide).flatMap((site) => {
    const shape = narrow.sites.get(site.name)?.value.shape;
    if (site.observed || shape === undefined) return [];
    const value = firstOf(site.value, site, site.dist.eventShape.length);
    return value.size === sizeOf(shape) ? [[site.name, { ...site, value: tf.reshape(value, shape) }] as const] : [];
  });
  return { ...wide, sites: new Map(latent) };
}

/** What a tensor holds for the first particle; the dim stays, with size 1. */
function firstOf(x: tf.Tensor, { plates }: SampleSite, eventRank: number): tf.Tensor {
  const { dim = 0 } = plates.find(({ name }) => name === PARTICLES) ?? {};
  const axis = x.rank - eventRank + dim;
  if (axis < 0 || dim === 0 || x.shape[axis] === 1) return x;
  const start = x.shape.map(() => 0);
  return tf.slice(
    x,
    start,
    x.shape.map((size, i) => (i === axis ? 1 : size)),
  );
}

/** Up to rounding, of which sums over many numbers may have some. */
function agrees(a: tf.Tensor, b: tf.Tensor): boolean {
  if (a.size !== b.size) return false;
  const expected = b.dataSync();
  return a.dataSync().every((x, i) => {
    const y = expected[i] ?? NaN;
    return Object.is(x, y) || !(Math.abs(x - y) > 1e-2 * Math.max(1, Math.abs(y)));
  });
}

function mixedUp(name: string): EstimatorError {
  return new EstimatorError({
    where: `sample("${name}") in a vectorised run`,
    expected: 'for each particle the log density that it has in a run of its own',
    got: 'one that depends on other particles',
    hint: 'sums and reshapes that leave batch dims on the left alone (negative axes), or particles one after another',
  });
}
