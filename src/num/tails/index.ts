export { betainccInverse } from './betainccInverse.js';
export { logBetainc, logBetaincc } from './logBetainc.js';
export { logIgamma, logIgammac } from './logIgamma.js';
export { floor, logBetween, logDifference, logOtherShare, logShare } from './logShares.js';
export { logStudentTCdf } from './logStudentTCdf.js';
