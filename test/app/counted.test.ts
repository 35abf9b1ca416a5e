import { expect, it } from 'vitest';
import { counted } from '../../src/app/counted.js';

it('one of a thing is in the singular, and thousands have a comma', () => {
  expect([0, 1, 2, 1200].map((number) => counted(number, 'step'))).toEqual([
    '0 steps',
    '1 step',
    '2 steps',
    '1,200 steps',
  ]);
});
