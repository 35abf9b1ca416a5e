#!/usr/bin/env node
import { runCli } from './cli/index.js';

// Who reads only the beginning, as `| head` does, is no fault: the rest goes nowhere, and the work goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCli(process.argv.slice(2));
