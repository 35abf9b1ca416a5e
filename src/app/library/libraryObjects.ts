import type { ImageSet } from '../../data/index.js';
import { explainImages, imageElbos, knowledgeOf, latentWords, openRun, unknownOf } from '../train/index.js';
import type { Explanation, LatentWords } from '../train/index.js';
import type { PatchLabels } from './labelFile.js';
import type { PatchRecord } from './patchRecord.js';

/** What is known of an object of the library. */
export interface LibraryObject extends PatchRecord {
  /** The most probable class. */
  readonly class: string;
  /** Its probability. */
  readonly probability: number;
  /** q(class | patch), [class]. */
  readonly probabilities: readonly number[];
  /** In radians, counter-clockwise; absent if the model has no rotation. */
  readonly angle?: number;
  /** How far angles of this class are from following a rotated patch, degrees at the median; 45 is chance. */
  readonly angleError?: number;
  /** From the patch's centre to where the model sees the object's, right and down, in pixels of the micrograph. */
  readonly shift?: readonly [number, number];
  readonly content: readonly number[];
  /** The evidence lower bound of the patch under its class, in nats: low for outliers. */
  readonly elbo: number;
  /** Σ KL(grey value ‖ reconstruction) over the pixels, each a Bernoulli probability, in nats: high for outliers. */
  readonly misfit: number;
  /** The class that the user gave it. */
  readonly label?: string;
}

export interface LibraryObjects {
  /** What each content latent stands for. */
  readonly latents: readonly LatentWords[];
  /** What the model does not know, in sentences. */
  readonly notes: readonly string[];
  readonly classNames: readonly string[];
  readonly objects: readonly LibraryObject[];
}

/** Images explained at a time. */
const CHUNK = 128;

/** What a run's model makes of every patch of the library. */
export async function libraryObjects(
  run: string,
  records: readonly PatchRecord[],
  set: ImageSet,
  labels: PatchLabels,
): Promise<LibraryObjects> {
  const { vae, params, data } = await openRun(run);
  const { classNames } = data;
  const knowledge = knowledgeOf(vae, params, set, classNames);
  const objects: LibraryObject[] = [];
  for (let start = 0; start < set.count; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, set.count - start) }, (_, i) => start + i);
    const explained = explainImages(vae, params, set, indices);
    const classes = explained.map(({ predicted }) => predicted);
    const elbos = imageElbos(vae, params, set, indices, classes);
    explained.forEach((explanation, i) => {
      const record = records[start + i];
      if (record === undefined) return;
      const facts = factsOf(explanation, record.window, set, start + i);
      const label = labels.get(start + i);
      const name = classNames[explanation.predicted] ?? String(explanation.predicted);
      const { angleError } = knowledge.byClass[explanation.predicted] ?? {};
      const known = { ...(label !== undefined && { label }), ...(angleError !== undefined && { angleError }) };
      const own = { class: name, elbo: elbos[i] ?? NaN, ...known };
      objects.push({ ...record, ...own, ...facts });
    });
  }
  return { classNames, objects, latents: latentWords(vae, params, knowledge), notes: unknownOf(knowledge) };
}

type Facts = Omit<LibraryObject, keyof PatchRecord | 'class' | 'elbo' | 'label' | 'angleError'>;

function factsOf(explanation: Explanation, window: number, { images, height, width }: ImageSet, i: number): Facts {
  const { predicted, probabilities, angle, shift, content, reconstruction } = explanation;
  // The grid runs from -1 to 1 between the centres of the outermost of `width` pixels, which are a window wide together.
  const unit = ((width - 1) / 2) * (window / width);
  const image = images.subarray(i * height * width, (i + 1) * height * width);
  return {
    probability: probabilities[predicted] ?? 1,
    probabilities,
    ...(angle !== undefined && { angle }),
    ...(shift !== undefined && { shift: [shift[0] * unit, shift[1] * unit] as const }),
    content,
    misfit: misfitOf(image, reconstruction),
  };
}

/** Where a probability of exactly 0 or 1 would be an infinite surprise. */
const LEAST = 1e-6;

function misfitOf(image: Float32Array, reconstruction: Float32Array): number {
  return image.reduce((sum, grey, at) => {
    const guess = Math.min(1 - LEAST, Math.max(LEAST, reconstruction[at] ?? 0));
    return sum + surprise(grey, guess) + surprise(1 - grey, 1 - guess);
  }, 0);
}

function surprise(p: number, q: number): number {
  return p > 0 ? p * Math.log(p / q) : 0;
}
