// Runs before each test file: suites that do not choose an engine find one in use.
import fc from 'fast-check';
import { ready } from '../../src/num/index.js';

// A failure is a change, not bad luck.
fc.configureGlobal({ seed: 3 });

await ready({ engine: process.env.KILN_ENGINE === undefined ? 'auto' : (process.env.KILN_ENGINE as 'native') });
