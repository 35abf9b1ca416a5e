import { engineInfo, EnumerationError, ShapeError } from '../../num/index.js';

/** A plate beyond the dims that are left to plates. */
export class PlateNestingError extends ShapeError {
  /** The maxPlateNesting that the plate needs. */
  readonly needed: number;

  constructor(where: string, given: number, needed: number) {
    super({
      where,
      expected: `a dim within maxPlateNesting = ${given}`,
      got: `dim ${-needed}`,
      hint: `maxPlateNesting: ${needed}, or to leave it out`,
    });
    this.needed = needed;
  }
}

/** An enumerated value that would have more dims than the engine in use goes to. */
export class RankError extends EnumerationError {
  /** @param owners which dims are in use, and for what */
  constructor(site: string, rank: number, owners: string) {
    const { engine, maxRank } = engineInfo();
    super({
      where: `sample("${site}")`,
      expected: `a value of at most ${maxRank} dims, as far as the ${engine} engine goes`,
      got: `${rank} (${owners})`,
      hint: "markov around steps of a chain, or around iterations that do not depend on each other with { history: 0 }, infer: { enumerate: 'sequential' } in the guide, fewer sites enumerated in parallel, or fewer nested plates",
    });
  }
}
