import { borrow } from './scratch.js';
import { type Shape, sizeAt, sizeOf } from '../shape.js';

/** `data` repeated from shape `from` to shape `to`, to which it broadcasts. */
export function spread(data: Float64Array, from: Shape, to: Shape): Float64Array {
  const places = sourcesOf(from, to);
  const repeated = borrow(places.length);
  for (let i = 0; i < places.length; i += 1) repeated[i] = data[places[i] as number] as number;
  return repeated;
}

/** The transpose of `spread`: the sums of those entries of `data`, of shape `from`, that shape `to` has one place for. */
export function gathered(data: Float64Array, from: Shape, to: Shape): Float64Array {
  const sums = borrow(sizeOf(to)).fill(0);
  if (sums.length === 1) {
    let sum = 0;
    for (let i = 0; i < data.length; i += 1) sum += data[i] as number;
    return sums.fill(sum);
  }
  const targets = sourcesOf(to, from);
  for (let i = 0; i < targets.length; i += 1) {
    const target = targets[i] as number;
    sums[target] = (sums[target] as number) + (data[i] as number);
  }
  return sums;
}

/** For each entry of a tensor of shape `to` the place of its number in one of shape `from`. */
export function sourcesOf(from: Shape, to: Shape): Int32Array {
  const places = new Int32Array(sizeOf(to));
  let [block, stride] = [1, 1];
  for (let dim = -1; dim >= -to.length; dim -= 1) {
    const [size, own] = [sizeAt(to, dim), sizeAt(from, dim)];
    if (own !== 1) {
      for (let i = 0; i < places.length; i += 1)
        places[i] = (places[i] as number) + (Math.floor(i / block) % size) * stride;
    }
    block *= size;
    stride *= own;
  }
  return places;
}
