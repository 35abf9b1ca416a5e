/**
 * The program that goes with a classifier: it prints the class of each PNG image it is given, and needs nothing of
 * Kiln. A grey image becomes shares of white; of a colour image the luminance is taken.
 */
export const classifyScript = `// node classify.mjs IMAGE.png …   (first: npm install @tensorflow/tfjs fast-png)
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { decode } from 'fast-png';

const read = (name) => readFileSync(new URL(name, import.meta.url));
const { modelTopology, weightsManifest } = JSON.parse(read('model.json'));
const weightData = new Uint8Array(read('weights.bin')).buffer;
const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }));
const { classNames, inputShape } = JSON.parse(read('classes.json'));
for (const file of process.argv.slice(2)) {
  const { data, channels, depth, width, height } = decode(readFileSync(file));
  if (height !== inputShape[0] || width !== inputShape[1]) throw new Error(\`\${file}: \${height} × \${width} pixels, expected \${inputShape.join(' × ')}\`);
  const shares = (channel) => Array.from({ length: width * height }, (_, i) => data[i * channels + channel] / (2 ** depth - 1));
  const [red, green, blue] = channels < 3 ? [shares(0), shares(0), shares(0)] : [shares(0), shares(1), shares(2)];
  const grey = red.map((r, i) => 0.2126 * r + 0.7152 * green[i] + 0.0722 * blue[i]);
  const probabilities = model.predict(tf.tensor(grey, [1, height, width])).dataSync();
  const best = probabilities.indexOf(Math.max(...probabilities));
  console.log(\`\${file}\\t\${classNames[best]}\\t\${probabilities[best].toFixed(4)}\`);
}
`;
