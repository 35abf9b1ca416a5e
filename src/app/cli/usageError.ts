import { KilnError } from '../../num/index.js';
import type { ErrorFields } from '../../num/index.js';

/** The command line was not what it should be: the process ends with exit code 2. */
export class UsageError extends KilnError {
  readonly exitCode = 2;

  constructor(fields: ErrorFields) {
    super('UsageError', fields);
  }
}
