import { multivariate } from '../cases/multivariate.js';
import { suiteOf } from './lawSuite.js';

suiteOf(multivariate);
