// The command's job from a micrograph to a page, and what it refuses.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { libraryPlan } from '../../../src/app/cli/libraryPlan.js';
import { library } from '../../../src/app/library/index.js';
import type { LibraryObject } from '../../../src/app/library/libraryObjects.js';
import type { LibraryResult } from '../../../src/app/library/index.js';
import { temporaryFolders } from '../temporaryFolder.js';
import { writeMicrograph } from './support/micrographFile.js';

const folder = temporaryFolders();

/** Runs the job without a page unless the options ask for one. */
async function run(paths: readonly string[], out: string, raw: Record<string, string | boolean> = {}) {
  const plan = await libraryPlan(paths, { smoke: true, label: false, ...raw });
  const said: string[] = [];
  const say = (text: string): number => said.push(text);
  const options = { out, quiet: true, json: false, interrupt: new AbortController().signal, say };
  const result: LibraryResult = await library(plan, options);
  return { result, said };
}

function grid(): { place: string; file: string; out: string } {
  const place = folder();
  const file = join(place, 'grid.png');
  writeMicrograph(file, 0);
  return { place, file, out: join(place, 'library') };
}

describe('kiln library', () => {
  it('goes from a micrograph to a library in steps, and does none of them twice', async () => {
    const { place, file, out } = grid();
    const pixel = { pixelSize: '2 nm' };
    const first = await run([file], out, pixel);
    expect(first.result).toMatchObject({ stage: 'patches', micrographs: 1, objects: 38, labelled: 0 });
    const ids = Array.from({ length: 10 }, (_, i) => `grid-${String(i + 1).padStart(4, '0')}`);
    const labels = join(place, 'mine.csv');
    writeFileSync(labels, `id,label\n${ids.map((id, i) => `${id},${i % 2 === 0 ? 'round' : 'long'}`).join('\n')}\n`);
    const second = await run([file], out, { ...pixel, labels });
    expect(second.result).toMatchObject({ stage: 'done', labelled: 10, classNames: ['long', 'round'] });
    expect(second.result.perClass?.reduce((sum, count) => sum + count, 0)).toBe(38);
    const { objects } = JSON.parse(readFileSync(join(out, 'library.json'), 'utf8')) as { objects: LibraryObject[] };
    expect(objects.map(({ label }) => label).slice(0, 3)).toEqual(['round', 'long', 'round']);
    for (const one of objects) {
      expect(one.probabilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      expect(one.probability).toBe(Math.max(...one.probabilities));
      expect([one.elbo, one.misfit, ...one.content].every(Number.isFinite)).toBe(true);
      expect(one.misfit).toBeGreaterThan(0);
      // A Bernoulli of 2,304 pixels has no density above 1, and the class costs log 2 nats.
      expect(one.elbo).toBeLessThan(0);
    }
    expect(readFileSync(join(out, 'library.csv'), 'utf8').split('\n')).toHaveLength(40);
    expect(readdirSync(join(out, 'overlays'))).toEqual(['grid.png']);
    const before = statSync(join(out, 'library.json')).mtimeMs;
    const third = await run([file], out, { ...pixel, labels });
    expect(third.result).toMatchObject({ stage: 'done', perClass: second.result.perClass });
    expect(third.result.training).toBeUndefined();
    expect(statSync(join(out, 'library.json')).mtimeMs).toBe(before);
  }, 180_000);

  it('refuses a folder of other settings, naming the first', async () => {
    const { file, out } = grid();
    await run([file], out);
    const minArea = expect.stringContaining('minArea') as string;
    const fields = { code: 'ArgumentError', where: out, expected: minArea, got: minArea };
    await expect(run([file], out, { minSize: '10' })).rejects.toMatchObject(fields);
    writeMicrograph(file, 1);
    const expected = expect.stringContaining('grid') as string;
    await expect(run([file], out)).rejects.toMatchObject({ code: 'ArgumentError', where: out, expected });
  });

  it('refuses a folder with files that are not its own', async () => {
    const { place, file } = grid();
    await expect(run([file], place)).rejects.toMatchObject({
      code: 'ArgumentError',
      where: place,
      got: expect.stringContaining('grid.png') as string,
    });
  });

  it('refuses labels of patches that there are not, before any training', async () => {
    const { place, file, out } = grid();
    const labels = join(place, 'mine.csv');
    writeFileSync(labels, 'id,label\ngrid-0001,a\ngrid-9999,b\n');
    await expect(run([file], out, { labels })).rejects.toMatchObject({
      code: 'DataError',
      where: `${labels} line 3`,
      got: '"grid-9999"',
    });
    const none = join(place, 'none.csv');
    await expect(run([file], out, { labels: none })).rejects.toMatchObject({ code: 'DataError', where: none });
    expect(existsSync(join(out, 'run'))).toBe(false);
  });

  it('refuses micrographs that it cannot use, and leaves no folder', async () => {
    const { place, file, out } = grid();
    const broken = join(place, 'broken.png');
    const bytes = readFileSync(file);
    writeFileSync(broken, bytes.subarray(0, bytes.length / 2));
    const rejected = (paths: string[], where: string): Promise<void> =>
      expect(run(paths, out)).rejects.toMatchObject({ code: 'DataError', where });
    await rejected([file, broken], broken);
    const empty = join(place, 'empty');
    mkdirSync(empty);
    await rejected([empty], empty);
    const misspelt = join(place, 'gird.png');
    await rejected([misspelt], misspelt);
    const flat = join(place, 'flat.png');
    writeFileSync(
      flat,
      encode({ width: 64, height: 64, channels: 1, depth: 8, data: new Uint8Array(64 * 64).fill(90) }),
    );
    await rejected([flat], flat);
    expect(existsSync(out)).toBe(false);
  });

  it('takes colour pictures by their luminance, and a file named twice once', async () => {
    const { place, file, out } = grid();
    const grey = await run([file, file, place], out);
    expect(grey.result).toMatchObject({ micrographs: 1, objects: 38 });
    const colour = join(place, 'colour.png');
    const data = new Uint8Array(3 * 64 * 64).fill(40);
    for (let at = 0; at < 64 * 64; at += 1)
      if ((at % 64) % 32 < 10 && Math.floor(at / 64) % 32 < 10) data.fill(200, 3 * at, 3 * at + 3);
    writeFileSync(colour, encode({ width: 64, height: 64, channels: 3, depth: 8, data }));
    expect((await run([colour], `${out}-2`)).result.objects).toBe(4);
  });

  const real = fileURLToPath(
    new URL('../../../../shared/data/nanoparticles/micrographs/95e201a1fe.png', import.meta.url),
  );
  it.skipIf(!existsSync(real))('finds the particles of a real micrograph', async () => {
    expect((await run([real], join(folder(), 'out'))).result).toMatchObject({ stage: 'patches', objects: 11 });
  });
});
