import { KilnError } from '../../src/num/index.js';

/** The Kiln error that `body` throws, for tests of its class and fields. */
export function errorOf(body: () => unknown): KilnError {
  try {
    body();
  } catch (error) {
    if (error instanceof KilnError) return error;
    throw error;
  }
  throw new Error('expected an error, got none');
}
