import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ImageSet } from '../../data/index.js';

/** What an exported classifier does in a process that has nothing of Kiln. */
export interface DeployedClassifier {
  /** [image, class] in C order. */
  readonly probabilities: Float32Array;
  /** Seconds to load TensorFlow.js. */
  readonly importSeconds: number;
  /** Seconds to load the model. */
  readonly loadSeconds: number;
  /** Seconds for all images, after one batch to warm up. */
  readonly classifySeconds: number;
  /** The engine that TensorFlow.js chose. */
  readonly engine: string;
}

/** Reads the model as classify.mjs does, and times it. */
const PROGRAM = `
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const [folder, work] = process.argv.slice(1);
const seconds = async (body) => { const start = performance.now(); const value = await body(); return [value, (performance.now() - start) / 1000]; };
const [tf, importSeconds] = await seconds(async () => { const tf = await import('@tensorflow/tfjs'); await tf.ready(); return tf; });
const { inputShape } = JSON.parse(readFileSync(join(folder, 'classes.json'), 'utf8'));
const [model, loadSeconds] = await seconds(() => {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  const weightData = new Uint8Array(readFileSync(join(folder, 'weights.bin'))).buffer;
  return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }));
});
const pixels = inputShape[0] * inputShape[1];
const images = new Float32Array(new Uint8Array(readFileSync(join(work, 'images.bin'))).buffer);
const count = images.length / pixels;
const classify = (start, end) => tf.tidy(() => model.predict(tf.tensor(images.subarray(start * pixels, end * pixels), [end - start, ...inputShape])).dataSync());
classify(0, Math.min(64, count));
const [parts, classifySeconds] = await seconds(() => Array.from({ length: Math.ceil(count / 64) }, (_, i) => classify(64 * i, Math.min(count, 64 * i + 64))));
writeFileSync(join(work, 'probabilities.bin'), Buffer.concat(parts.map((part) => Buffer.from(Float32Array.from(part).buffer))));
console.log(JSON.stringify({ importSeconds, loadSeconds, classifySeconds, engine: tf.getBackend() }));
`;

/**
 * Classifies images in a process of its own with @tensorflow/tfjs only.
 *
 * @param folder the exported classifier
 * @returns undefined where @tensorflow/tfjs is not installed, as it is no part of Kiln
 */
export async function deployedClassifier(
  folder: string,
  { images }: ImageSet,
): Promise<DeployedClassifier | undefined> {
  const work = mkdtempSync(join(tmpdir(), 'kiln-deploy-'));
  try {
    writeFileSync(join(work, 'images.bin'), new Uint8Array(images.buffer, images.byteOffset, images.byteLength));
    // Packages are looked for from the folder of this program.
    const cwd = fileURLToPath(new URL('../../..', import.meta.url));
    const args = ['--input-type=module', '--eval', PROGRAM, resolve(folder), work];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
    const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Omit<DeployedClassifier, 'probabilities'>;
    const bytes = new Uint8Array(readFileSync(join(work, 'probabilities.bin')));
    return { ...said, probabilities: new Float32Array(bytes.buffer) };
  } catch (error) {
    if (String(error).includes("Cannot find package '@tensorflow/tfjs'")) return undefined;
    throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
