import { discrete } from '../cases/discrete.js';
import { suiteOf } from './lawSuite.js';

suiteOf(discrete);
