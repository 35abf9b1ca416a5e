import * as deterministic from './deterministic/index.js';
import { deterministicLaws } from './deterministicLaws.js';
import type { Law } from './law.js';
import {
  cdfInverse,
  cdfMatchesDensity,
  densityIntegrates,
  entropyMatches,
  goodnessOfFit,
  klLaws,
  momentsMatchDensity,
  momentsMatchDraws,
  rsampleGradient,
  scoreMean,
  statisticalLaws,
} from './statistical/index.js';

const statistical = {
  cdfInverse,
  cdfMatchesDensity,
  densityIntegrates,
  entropyMatches,
  goodnessOfFit,
  klLaws,
  momentsMatchDensity,
  momentsMatchDraws,
  rsampleGradient,
  scoreMean,
};

/** All laws of distributions by name, each usable alone: `checkLaw(laws.shapes, { factory, parameters })`. */
export const laws: Readonly<typeof deterministic & typeof statistical> = { ...deterministic, ...statistical };

/** All laws in the order in which suites run them: the cheap ones first. */
export const allLaws: readonly Law[] = [...deterministicLaws, ...statisticalLaws];
