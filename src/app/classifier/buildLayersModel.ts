import * as layers from '@tensorflow/tfjs-layers';
import { ArgumentError, ShapeError } from '../../num/index.js';
import { addLayer } from './addLayer.js';
import type { ClassifierDescription, LayerDescription } from './layerDescription.js';

/**
 * A classifier as a TensorFlow.js layers model: grey images [image, row, column] to probabilities [image, class].
 *
 * @returns the model; the caller disposes it
 * @throws ArgumentError if the last layer is not dense with softmax
 * @throws ShapeError if weights do not fit their layer's input, or the last layer the classes
 */
export function buildLayersModel(description: ClassifierDescription): layers.LayersModel {
  const { inputShape, layers: descriptions, classNames } = description;
  checkLast(descriptions);
  const input = layers.input({ shape: [...inputShape] });
  let output = input;
  descriptions.forEach((layer, i) => {
    output = addLayer(`writeClassifier layers[${i}] (${layer.kind})`, output, layer);
  });
  checkUnits(output.shape[1] ?? NaN, classNames);
  return layers.model({ inputs: input, outputs: output });
}

function checkLast(descriptions: readonly LayerDescription[]): void {
  const last = descriptions[descriptions.length - 1];
  if (last?.kind === 'dense' && last.activation === 'softmax') return;
  const got =
    last === undefined ? 'no layers' : `${last.kind}${'activation' in last ? ` with ${last.activation}` : ''}`;
  throw new ArgumentError({ where: 'writeClassifier', expected: 'a dense last layer with softmax', got });
}

function checkUnits(units: number, classNames: readonly string[]): void {
  if (units === classNames.length) return;
  const expected = `a last layer of ${classNames.length} units, one for each class`;
  throw new ShapeError({ where: 'writeClassifier', expected, got: String(units) });
}
