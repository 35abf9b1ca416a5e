import { engineInfo } from './engine.js';
import { ShapeError } from './errors.js';

/**
 * Refuses a rank at which the engine in use is not known to compute right.
 *
 * @param where what needs the tensor, such as `sample("x")`
 * @throws ShapeError
 */
export function checkRank(where: string, rank: number): void {
  const { engine, maxRank } = engineInfo();
  if (rank <= maxRank) return;
  throw new ShapeError({
    where,
    expected: `a rank of at most ${maxRank}, as far as the ${engine} engine goes`,
    got: String(rank),
    hint: 'fewer nested plates, or enumerating fewer sites in parallel',
  });
}
