/** One page of a TIFF file, to be stored without compression in a single strip. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  readonly bits: 8 | 16 | 32;
  readonly values: readonly number[];
  readonly channels?: 1 | 3 | 4;
  /** 1 unsigned, 2 signed, 3 float. Default 1. */
  readonly sampleFormat?: 1 | 2 | 3;
  /** 0 white is zero, 1 black is zero, 2 RGB, 3 palette. Default 1, or 2 with several channels. */
  readonly photometric?: 0 | 1 | 2 | 3;
}

const SHORT = 3;
const LONG = 4;

/** The little-endian bytes of a TIFF file, made by the TIFF 6.0 specification. */
export function tiffBytes(pages: readonly TiffPage[]): Uint8Array {
  const header = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  const parts: Buffer[] = [header];
  let offset = header.length;
  pages.forEach((page, i) => {
    const data = sampleBytes(page);
    const tags = tagsOf(page, data.length);
    const dataAt = offset + 2 + 12 * (tags.length + 1) + 4;
    const next = i + 1 < pages.length ? dataAt + data.length : 0;
    parts.push(
      directory(
        [...tags, [273, LONG, dataAt] as const].sort((a, b) => a[0] - b[0]),
        next,
      ),
      data,
    );
    offset = dataAt + data.length;
  });
  return Buffer.concat(parts);
}

type Tag = readonly [number, number, number];

function tagsOf(page: TiffPage, numBytes: number): Tag[] {
  const { width, height, bits, channels = 1, sampleFormat = 1, photometric = channels > 1 ? 2 : 1 } = page;
  const tags: Tag[] = [
    [256, LONG, width],
    [257, LONG, height],
    [258, SHORT, bits],
    [259, SHORT, 1],
    [262, SHORT, photometric],
    [277, SHORT, channels],
    [278, LONG, height],
    [279, LONG, numBytes],
    [339, SHORT, sampleFormat],
  ];
  return channels === 4 ? [...tags, [338, SHORT, 2]] : tags;
}

function directory(tags: readonly Tag[], next: number): Buffer {
  const bytes = Buffer.alloc(2 + 12 * tags.length + 4);
  bytes.writeUInt16LE(tags.length, 0);
  tags.forEach(([tag, type, value], i) => {
    bytes.writeUInt16LE(tag, 2 + 12 * i);
    bytes.writeUInt16LE(type, 4 + 12 * i);
    bytes.writeUInt32LE(1, 6 + 12 * i);
    if (type === SHORT) bytes.writeUInt16LE(value, 10 + 12 * i);
    else bytes.writeUInt32LE(value, 10 + 12 * i);
  });
  bytes.writeUInt32LE(next, 2 + 12 * tags.length);
  return bytes;
}

function sampleBytes({ bits, values, sampleFormat }: TiffPage): Buffer {
  if (bits === 8) return Buffer.from(values);
  if (bits === 16) return Buffer.from(Uint16Array.from(values).buffer);
  return Buffer.from((sampleFormat === 3 ? Float32Array.from(values) : Uint32Array.from(values)).buffer);
}
