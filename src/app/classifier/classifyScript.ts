/** How the grey values of each image are brought into [0, 1] before the classifier sees them; see `readImages`. */
export type ClassifierNormalise = 'none' | 'minmax' | 'percentile';

/** The line of the script that does so, and what it needs before it. */
interface Normalising {
  readonly functions: string;
  readonly line: string;
}

const STRETCH = `const stretch = (grey, low, high) =>
  grey.map((value) => (high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0));
`;

const QUANTILE = `const quantile = (grey, share) => {
  const sorted = Float64Array.from(grey).sort();
  const [place, below] = [share * (sorted.length - 1), Math.floor(share * (sorted.length - 1))];
  return sorted[below] + (place - below) * (sorted[Math.ceil(place)] - sorted[below]);
};
`;

const normalising: Readonly<Record<ClassifierNormalise, Normalising>> = {
  none: { functions: '', line: '' },
  minmax: { functions: STRETCH, line: '  grey = stretch(grey, Math.min(...grey), Math.max(...grey));\n' },
  percentile: {
    functions: STRETCH + QUANTILE,
    line: '  grey = stretch(grey, quantile(grey, 0.01), quantile(grey, 0.995));\n',
  },
};

/**
 * The program that goes with a classifier, classify.mjs: it prints file, class and probability of each grey PNG image it
 * is given, and needs nothing of Kiln.
 */
export function classifyScript(normalise: ClassifierNormalise): string {
  const { functions, line } = normalising[normalise];
  return `// Prints file, class and probability. First: npm install @tensorflow/tfjs fast-png. Then: node classify.mjs IMAGE.png ...
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { decode } from 'fast-png';

const read = (name) => readFileSync(new URL(name, import.meta.url));
const { modelTopology, weightsManifest } = JSON.parse(read('model.json'));
const { classNames, inputShape } = JSON.parse(read('classes.json'));
const [weightSpecs, weightData] = [weightsManifest[0].weights, new Uint8Array(read('weights.bin')).buffer];
const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
${functions}for (const file of process.argv.slice(2)) {
  const { height, width, channels, depth, palette, data } = decode(readFileSync(file));
  const isRight = height === inputShape[0] && width === inputShape[1] && channels === 1 && depth >= 8 && !palette;
  if (!isRight) throw new Error(\`\${file}: expected a grey PNG of \${inputShape.join(' x ')} pixels\`);
  ${line === '' ? 'const' : 'let'} grey = Array.from(data, (value) => value / (2 ** depth - 1));
${line}  const probabilities = model.predict(tf.tensor(grey, [1, height, width])).dataSync();
  const best = probabilities.indexOf(Math.max(...probabilities));
  console.log([file, classNames[best], probabilities[best].toFixed(4)].join('\\t'));
}
`;
}
