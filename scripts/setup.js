// `npm run setup`: sets up everything, trying again what failed before.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stamps } from './setup/places.js';
import { setUp } from './setup/setUp.js';

rmSync(join(stamps, 'native.json'), { force: true });
try {
  await setUp({ native: true, build: true });
} catch (error) {
  process.stderr.write(`kiln set-up: ${error.message}\n`);
  process.exitCode = 1;
}
