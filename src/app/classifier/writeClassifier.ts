import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import writeFileAtomic from 'write-file-atomic';
import { buildLayersModel } from './buildLayersModel.js';
import { classifyScript } from './classifyScript.js';
import type { ClassifierDescription } from './layerDescription.js';

/**
 * Writes a classifier that runs without Kiln: model.json and weights.bin (a TensorFlow.js layers model from images
 * [image, row, column] in [0, 1] to probabilities [image, class]), classes.json (the classes' names and the images' size)
 * and classify.mjs, a script that prints the class of PNG images.
 *
 * @param folder is made where it does not exist; what it has of an earlier classifier is replaced
 * @throws ArgumentError if the last layer is not dense with softmax
 * @throws ShapeError if weights do not fit their layer's input, or the last layer the classes
 */
export async function writeClassifier(folder: string, description: ClassifierDescription): Promise<void> {
  const { inputShape, classNames, normalise = 'none' } = description;
  const files = await modelFiles(description);
  const classes = `${JSON.stringify({ classNames, inputShape, normalise }, undefined, 2)}\n`;
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of [
    ...files,
    ['classes.json', classes],
    ['classify.mjs', classifyScript(normalise)],
  ] as const) {
    writeFileAtomic.sync(join(folder, name), content);
  }
}

/** The model in the two files that `tf.loadLayersModel` reads everywhere. */
async function modelFiles(description: ClassifierDescription): Promise<[name: string, content: string | Buffer][]> {
  const model = buildLayersModel(description);
  let weights = Buffer.alloc(0);
  let json = '';
  try {
    await model.save(
      io.withSaveHandler((artifacts) => {
        const { modelTopology, format, generatedBy, weightSpecs, weightData } = artifacts;
        weights = Buffer.from(io.CompositeArrayBuffer.join(weightData));
        const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
        json = `${JSON.stringify({ modelTopology, format, generatedBy, weightsManifest })}\n`;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
      }),
    );
  } finally {
    // model.dispose() counts a layer that is used for several views once for each, and keeps it.
    for (const weight of model.weights) weight.dispose();
  }
  return [
    ['model.json', json],
    ['weights.bin', weights],
  ];
}
