import { ShapeError } from '../../num/index.js';

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
