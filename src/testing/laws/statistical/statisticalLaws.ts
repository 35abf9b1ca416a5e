import type { Law } from '../law.js';
import { cdfInverse } from './cdfInverse.js';
import { cdfMatchesDensity } from './cdfMatchesDensity.js';
import { densityIntegrates } from './densityIntegrates.js';
import { entropyMatches } from './entropyMatches.js';
import { goodnessOfFit } from './goodnessOfFit.js';
import { klGradient } from './klGradient.js';
import { klLaws } from './klLaws.js';
import { momentsMatchDensity } from './momentsMatchDensity.js';
import { momentsMatchDraws } from './momentsMatchDraws.js';
import { rsampleGradient } from './rsampleGradient.js';
import { scoreMean } from './scoreMean.js';

/** The laws that compare a density with its own integrals and with draws; they share both when put to one subject. */
export const statisticalLaws: readonly Law[] = [
  densityIntegrates,
  momentsMatchDensity,
  entropyMatches,
  cdfMatchesDensity,
  cdfInverse,
  scoreMean,
  klLaws,
  klGradient,
  goodnessOfFit,
  momentsMatchDraws,
  rsampleGradient,
];
