import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkUnchanged, hashPath } from '../../../src/app/config/index.js';
import { temporaryFolders } from '../temporaryFolder.js';

const folder = temporaryFolders();

describe('hashPath', () => {
  it('is the SHA-256 of a file, with its absolute path', async () => {
    const file = join(folder(), 'abc.txt');
    writeFileSync(file, 'abc');
    // The first test vector of FIPS 180-2.
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await hashPath(file)).toEqual({ path: file, sha256 });
  });

  it('depends on the names and the contents of the files in a folder, and on nothing else', async () => {
    const images = folder();
    writeFileSync(join(images, 'b.png'), '2');
    writeFileSync(join(images, 'a.png'), '1');
    const { sha256 } = await hashPath(images);
    mkdirSync(join(images, 'thumbnails'));
    expect((await hashPath(images)).sha256).toBe(sha256);
    renameSync(join(images, 'b.png'), join(images, 'c.png'));
    expect((await hashPath(images)).sha256).not.toBe(sha256);
    renameSync(join(images, 'c.png'), join(images, 'b.png'));
    writeFileSync(join(images, 'b.png'), '3');
    expect((await hashPath(images)).sha256).not.toBe(sha256);
  });

  it('refuses a path that leads nowhere', async () => {
    await expect(hashPath('gone.npy')).rejects.toMatchObject({ code: 'DataError', where: 'gone.npy' });
  });
});

describe('checkUnchanged', () => {
  it('accepts the content that was hashed, and refuses other content', async () => {
    const file = join(folder(), 'images.npy');
    writeFileSync(file, 'before');
    const ref = await hashPath(file);
    await checkUnchanged(ref);
    writeFileSync(file, 'after');
    await expect(checkUnchanged(ref)).rejects.toMatchObject({ code: 'DataError', where: file });
  });
});
