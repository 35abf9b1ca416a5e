import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvText } from '../../src/app/csv.js';

it('is read back by another program as the cells that went in', () => {
  const cell = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.constant(null));
  const row = fc.tuple(cell, cell);
  fc.assert(
    fc.property(fc.tuple(fc.string({ minLength: 1 }), fc.string({ minLength: 1 })), fc.array(row), (columns, rows) => {
      const read: unknown = parse(csvText(columns, rows), { record_delimiter: '\n' });
      expect(read).toEqual([columns, ...rows.map((cells) => cells.map((value) => String(value ?? '')))]);
    }),
  );
});
