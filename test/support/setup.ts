// Runs before each test file: suites that do not choose an engine find one in use.
import { ready } from '../../src/num/index.js';

await ready({ engine: process.env.KILN_ENGINE === undefined ? 'auto' : (process.env.KILN_ENGINE as 'native') });
