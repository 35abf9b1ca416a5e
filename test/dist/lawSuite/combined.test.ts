import { combinators } from '../cases/combined.js';
import { suiteOf } from './lawSuite.js';

suiteOf(combinators);
