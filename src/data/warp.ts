import { ArgumentError } from '../num/index.js';
import { checkOptionNames } from '../ppl/index.js';
import type { Affine } from './affine.js';
import { frameImage, readFramed } from './framedImage.js';
import { checkIndices } from './imageSet.js';
import type { ImageSet } from './imageSet.js';

export interface WarpOptions {
  /** What lies outside an image: nothing, or the image reflected at its edges (… b a | a b c | c b …). Default zero. */
  readonly outside?: 'zero' | 'reflect';
}

/**
 * Images moved by affine maps: pixel p of result i has the value that image `indices[i]` has at `maps[i]` · p, read
 * bilinearly. Points are in the grid of {@link Affine}. Values stay within [0, 1].
 *
 * @param source the images that are read
 * @param indices which image each result is made from, [result]
 * @param maps where each result reads, from its own grid to the image's, [result]
 * @returns [result, row, column] in C order, of the size of the source's images
 * @throws ArgumentError if there are not as many maps as indices, an index is out of range, a map is not finite, or
 * `outside` is neither zero nor reflect
 * @example
 * const images = { images: Float32Array.of(0, 1, 0, 0), count: 1, height: 2, width: 2 };
 * warp(images, [0], [poseMatrix({ mirror: true })]);   // [1, 0, 0, 0]
 */
export function warp(
  source: ImageSet,
  indices: ArrayLike<number>,
  maps: readonly Affine[],
  options: WarpOptions = {},
): Float32Array {
  checkIndices('warp', indices, source.count);
  checkMaps(indices.length, maps);
  const reflects = checkReflects(options);
  const pixels = source.height * source.width;
  const out = new Float32Array(maps.length * pixels);
  const framed = new Float32Array((source.height + 2) * (source.width + 2));
  maps.forEach((map, i) => {
    frameImage(source, indices[i] ?? 0, framed, reflects);
    const result = out.subarray(i * pixels, (i + 1) * pixels);
    readFramed(framed, source, inPixels(map, source), result, reflects);
  });
  return out;
}

function checkMaps(count: number, maps: readonly Affine[]): void {
  if (maps.length !== count) {
    throw new ArgumentError({
      where: 'warp',
      expected: `one map for each of ${count} indices`,
      got: `${maps.length} maps`,
    });
  }
  const bad = maps.findIndex((map) => !map.every(Number.isFinite));
  if (bad < 0) return;
  const got = `[${maps[bad]?.join(', ') ?? ''}] at place ${bad}`;
  throw new ArgumentError({ where: 'warp', expected: 'maps of finite numbers', got });
}

function checkReflects(options: WarpOptions): boolean {
  checkOptionNames('warp', options, ['outside']);
  const outside: string = options.outside ?? 'zero';
  if (outside === 'zero' || outside === 'reflect') return outside === 'reflect';
  throw new ArgumentError({ where: 'warp.outside', expected: 'zero or reflect', got: outside });
}

/** The map from a column and row of the result to a column and row of the image. */
function inPixels([xx, xy, x0, yx, yy, y0]: Affine, { height, width }: ImageSet): Affine {
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  // Half the distance in pixels between grid coordinates -1 and 1.
  const unit = (Math.max(height, width) - 1) / 2;
  const left = middleX + x0 * unit - xx * middleX - xy * middleY;
  const top = middleY + y0 * unit - yx * middleX - yy * middleY;
  return [xx, xy, left, yx, yy, top];
}
