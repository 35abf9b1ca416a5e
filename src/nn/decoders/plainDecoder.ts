import { take } from '../../num/index.js';
import { mlp } from '../mlp.js';
import type { Decoder, DecoderOptions } from './decoder.js';

/** A perceptron from the codes to all pixels, for objects that lie still: what moves them is not looked at. */
export function plainDecoder({
  height,
  width,
  hidden = [128, 128],
  activation = 'leakyRelu',
}: DecoderOptions): Decoder {
  return ({ codes, pixels }) => {
    const picture = mlp('decoder', codes, { hidden, activation, units: height * width });
    return pixels === undefined ? picture : take(picture, pixels, -1);
  };
}
