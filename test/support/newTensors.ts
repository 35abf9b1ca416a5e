export { newTensors } from '../../src/testing/newTensors.js';
