import { positive } from '../cases/positive.js';
import { suiteOf } from './lawSuite.js';

suiteOf(positive);
