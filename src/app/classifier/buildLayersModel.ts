import * as layers from '@tensorflow/tfjs-layers';
import { ArgumentError, ShapeError } from '../../num/index.js';
import { addLayer, put } from './addLayer.js';
import { addView } from './addView.js';
import type { ClassifierDescription, LayerDescription } from './layerDescription.js';

/**
 * A classifier as a TensorFlow.js layers model: grey images [image, row, column] to probabilities [image, class].
 *
 * @returns the model; the caller disposes it
 * @throws ArgumentError if the last layer is not dense with softmax
 * @throws ShapeError if weights do not fit their layer's input, or the last layer the classes
 */
export function buildLayersModel(description: ClassifierDescription): layers.LayersModel {
  const { inputShape, layers: descriptions, views = [], classNames } = description;
  checkLast(descriptions);
  const input = layers.input({ shape: [...inputShape] });
  if (views.length < 2) {
    const outputs = stack(descriptions, input);
    checkUnits(outputs.shape[1] ?? NaN, classNames);
    return layers.model({ inputs: input, outputs });
  }
  const one = layers.input({ shape: [...inputShape] });
  const logits = layers.model({ inputs: one, outputs: stack(withLogits(descriptions), one) });
  const seen = views.map((view) => put(addView(input, view), logits));
  const mean = layers.layers.average().apply(seen) as layers.SymbolicTensor;
  checkUnits(mean.shape[1] ?? NaN, classNames);
  return layers.model({ inputs: input, outputs: put(mean, layers.layers.softmax()) });
}

function stack(descriptions: readonly LayerDescription[], input: layers.SymbolicTensor): layers.SymbolicTensor {
  return descriptions.reduce(
    (output, layer, i) => addLayer(`writeClassifier layers[${i}] (${layer.kind})`, output, layer),
    input,
  );
}

/** The same layers up to what the softmax at their end takes. */
function withLogits(descriptions: readonly LayerDescription[]): LayerDescription[] {
  return descriptions.map((layer, i) =>
    i === descriptions.length - 1 && layer.kind === 'dense' ? { ...layer, activation: 'linear' } : layer,
  );
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
