// Every row of the table of errors: raised with the names it must give, and not raised by a near miss.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { KilnError } from '../../src/num/index.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { warningsOf } from '../support/warningsOf.js';
import { enumerationRows } from './enumerationRows.js';
import { inferenceRows } from './inferenceRows.js';
import { programRows } from './programRows.js';
import { warningRows } from './warningRows.js';

useScalarEngine();

describe.each([...programRows, ...enumerationRows, ...inferenceRows])(
  '$situation',
  ({ kind, names, fault, nearMiss }) => {
    it(`is a ${kind} that says what it must`, () => {
      let error: unknown;
      warningsOf(() => {
        try {
          tf.tidy(() => void fault());
        } catch (caught) {
          error = caught;
        }
      });
      expect(error).toBeInstanceOf(KilnError);
      expect((error as KilnError).code).toBe(kind);
      for (const name of names) expect((error as KilnError).message).toContain(name);
    });

    it('a near miss is none', () => {
      warningsOf(() => tf.tidy(() => void nearMiss()));
    });
  },
);

describe.each(warningRows)('$situation', ({ names, fault, nearMiss }) => {
  it('is one warning that says what it must', () => {
    const warnings = warningsOf(() => tf.tidy(() => void fault()));
    const fitting = warnings.filter((text) => names.every((name) => text.includes(name)));
    expect(fitting, warnings.join('\n')).toHaveLength(1);
  });

  it('a near miss is none', () => {
    expect(warningsOf(() => tf.tidy(() => void nearMiss()))).toEqual([]);
  });
});
