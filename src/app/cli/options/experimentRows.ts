import type { Row } from './row.js';

export const experimentRows: readonly Row[] = [
  ['--out <folder>', 'where figures, numbers, models and the report go; goes on with what is there (experiments)'],
  ['--smoke', 'tiny models that only show that everything works'],
  ['--seeds <n>', 'how many keys the main results are repeated with (3)'],
  ['--jobs <n>', 'models trained at a time, each in a process of its own (2)'],
  ['--engine <name>', 'native, wasm, cpu, or auto for the best there is (auto)'],
];

export const outputRows: readonly Row[] = [
  ['--quiet', 'no progress'],
  ['--json', 'the result as JSON on standard output'],
  ['--debug', 'errors with their stack'],
];
