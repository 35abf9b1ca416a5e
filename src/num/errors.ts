const MOST_FRAMES = 100;

/** What every Kiln error says: where it happened, what was expected, what came, and what to try. */
export interface ErrorFields {
  /** The function, site, option or file that found the fault, such as `sample("x")` or `labels.npy`. */
  readonly where: string;
  readonly expected: string;
  readonly got: string;
  /** A remedy, worded to follow "Try". */
  readonly hint?: string | undefined;
}

/** The base of all errors that Kiln raises on purpose. `code` is stable and may be matched by programs. */
export class KilnError extends Error implements ErrorFields {
  readonly code: string;
  readonly where: string;
  readonly expected: string;
  readonly got: string;
  readonly hint: string | undefined;

  constructor(code: string, { where, expected, got, hint }: ErrorFields) {
    const remedy = hint === undefined ? '' : ` Try ${hint}.`;
    const depth = Error.stackTraceLimit;
    // Between an error and the statement that it is about lie a few frames for each handler.
    Error.stackTraceLimit = MOST_FRAMES;
    super(`${where}: expected ${expected}, got ${got}.${remedy}`);
    Error.stackTraceLimit = depth;
    this.name = code;
    this.code = code;
    this.where = where;
    this.expected = expected;
    this.got = got;
    this.hint = hint;
  }
}

/** An option or argument outside what is allowed. */
export class ArgumentError extends KilnError {
  constructor(fields: ErrorFields) {
    super('ArgumentError', fields);
  }
}

/** Shapes that do not fit each other, their plates or the engine. */
export class ShapeError extends KilnError {
  constructor(fields: ErrorFields) {
    super('ShapeError', fields);
  }
}

/** Site names that clash, draws without a key, bodies that are asynchronous. */
export class SiteError extends KilnError {
  constructor(fields: ErrorFields) {
    super('SiteError', fields);
  }
}

/** A parameter that is missing, new after `init`, or declared twice in different ways. */
export class ParamError extends KilnError {
  constructor(fields: ErrorFields) {
    super('ParamError', fields);
  }
}

/** A value outside the support of its distribution or the constraint of its parameter. */
export class SupportError extends KilnError {
  constructor(fields: ErrorFields) {
    super('SupportError', fields);
  }
}

/** Enumeration that cannot be done as asked. */
export class EnumerationError extends KilnError {
  constructor(fields: ErrorFields) {
    super('EnumerationError', fields);
  }
}

/** A gradient estimator that a site or objective does not allow. */
export class EstimatorError extends KilnError {
  constructor(fields: ErrorFields) {
    super('EstimatorError', fields);
  }
}

/** A loss or gradient that is not finite. */
export class NumericError extends KilnError {
  constructor(fields: ErrorFields) {
    super('NumericError', fields);
  }
}

/** A checkpoint that does not fit the program that loads it. */
export class CheckpointError extends KilnError {
  constructor(fields: ErrorFields) {
    super('CheckpointError', fields);
  }
}

/** A file or folder that does not hold what it should. */
export class DataError extends KilnError {
  constructor(fields: ErrorFields) {
    super('DataError', fields);
  }
}

/** A tensor engine that cannot be had, or that is used before it is started. */
export class EngineError extends KilnError {
  constructor(fields: ErrorFields) {
    super('EngineError', fields);
  }
}
