// `npm start -- ARGUMENTS`: sets up what is missing, then runs the `kiln` command with the arguments.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './setup/places.js';
import { needsNative, setUp } from './setup/setUp.js';

try {
  await setUp({ native: needsNative(process.argv.slice(2)), build: true });
} catch (error) {
  process.stderr.write(`kiln set-up: ${error.message}\n`);
  process.exit(1);
}

// In this process, so that signals, exit codes and the terminal are the command's own.
process.argv[1] = join(build, 'app', 'main.js');
await import(pathToFileURL(process.argv[1]).href);
