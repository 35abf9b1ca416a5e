// Ends with code 0 and prints TensorFlow's version if the native engine loads and multiplies two matrices.
const util = require('node:util');

process.env.TF_CPP_MIN_LOG_LEVEL = '3';
// tfjs-node 4.22 calls two functions that Node 23 removed.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const tf = require('@tensorflow/tfjs-node');

const product = tf
  .matMul(
    tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
    tf.tensor2d([[5], [6]]),
  )
  .dataSync();
if (product[0] !== 17 || product[1] !== 39) throw new Error(`wrong product: ${product}`);
console.log(tf.backend().binding.TF_Version);
