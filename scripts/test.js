// `npm test -- ARGUMENTS`: sets up what is missing, then runs the tests once, with the arguments for vitest.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { modules, root } from './setup/places.js';
import { needsNative, setUp } from './setup/setUp.js';

try {
  await setUp({ native: needsNative([]), build: false });
} catch (error) {
  process.stderr.write(`kiln set-up: ${error.message}\n`);
  process.exit(1);
}

const vitest = join(modules, 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
