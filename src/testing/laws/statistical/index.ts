import type { Law } from '../law.js';
import { cdfInverse } from './cdfInverse.js';
import { cdfMatchesDensity } from './cdfMatchesDensity.js';
import { densityIntegrates } from './densityIntegrates.js';
import { entropyMatches } from './entropyMatches.js';
import { goodnessOfFit } from './goodnessOfFit.js';
import { klLaws } from './klLaws.js';
import { momentsMatchDensity } from './momentsMatchDensity.js';
import { momentsMatchDraws } from './momentsMatchDraws.js';
import { rsampleGradient } from './rsampleGradient.js';
import { scoreMean } from './scoreMean.js';

export { cdfInverse } from './cdfInverse.js';
export { cdfMatchesDensity } from './cdfMatchesDensity.js';
export { densityIntegrates } from './densityIntegrates.js';
export { entropyMatches } from './entropyMatches.js';
export { goodnessOfFit } from './goodnessOfFit.js';
export { klLaws } from './klLaws.js';
export { momentsMatchDensity } from './momentsMatchDensity.js';
export { momentsMatchDraws } from './momentsMatchDraws.js';
export { rsampleGradient } from './rsampleGradient.js';
export { scoreMean } from './scoreMean.js';
export { smallestEffects } from './unitCounts.js';

/** The laws that compare a density with its own integrals and with draws; they share both when put to one subject. */
export const statisticalLaws: readonly Law[] = [
  densityIntegrates,
  momentsMatchDensity,
  entropyMatches,
  cdfMatchesDensity,
  cdfInverse,
  scoreMean,
  klLaws,
  goodnessOfFit,
  momentsMatchDraws,
  rsampleGradient,
];
