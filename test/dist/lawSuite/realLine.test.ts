import { realLine } from '../cases/realLine.js';
import { suiteOf } from './lawSuite.js';

suiteOf(realLine);
