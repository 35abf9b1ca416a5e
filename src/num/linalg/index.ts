export { transposed } from './transposed.js';
export { cholesky } from './cholesky.js';
export { diagonal, diagonalMatrix, lowerTriangle } from './diagonal.js';
export { logDet } from './logDet.js';
export { triangularInverse } from './triangularInverse.js';
export { triangularSolve } from './triangularSolve.js';
