import { textOf, type RawOptions } from './optionReaders.js';
import { UsageError } from './usageError.js';

/** The files that --images and --labels name; undefined without both. @throws UsageError if one comes without the other */
export function imagesWithLabels(raw: RawOptions): { readonly images: string; readonly labels: string } | undefined {
  const [images, labels] = [textOf(raw, 'images'), textOf(raw, 'labels')];
  if (images !== undefined && labels !== undefined) return { images, labels };
  if (images === undefined && labels === undefined) return undefined;
  throw images === undefined ? without('--labels', '--images') : without('--images', '--labels');
}

/** For an option that says nothing without another. */
export function without(given: string, missing: string): UsageError {
  return new UsageError({
    where: given,
    expected: `${missing} beside it`,
    got: 'none',
    hint: `${given} FILE ${missing} FILE`,
  });
}
