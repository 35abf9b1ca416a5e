import { describe, expect, it } from 'vitest';
import { readGroups } from '../../../src/data/index.js';
import type { ImageSet } from '../../../src/data/index.js';
import { temporaryFolder } from '../support/folder.js';

const write = temporaryFolder();
const images: ImageSet = {
  images: new Float32Array(3),
  count: 3,
  height: 1,
  width: 1,
  names: ['a.png', 'b.png', 'c.png'],
};

describe('readGroups', () => {
  it('reads a field of a JSON list, text or number', () => {
    const path = write('g.json', JSON.stringify([{ micrograph: 'm1' }, { micrograph: 7, x: 1 }, { micrograph: 'm1' }]));
    expect(readGroups(path, images, { field: 'micrograph' })).toEqual(['m1', '7', 'm1']);
  });

  it('reads a column of a table, in any order', () => {
    expect(readGroups(write('g.csv', 'file,group\nc.png,z\na.png,x\nb.png,y\n'), images)).toEqual(['x', 'y', 'z']);
    const path = write('i.csv', 'Index,Micrograph\n2,z\n0,x\n1,y\n');
    expect(readGroups(path, images, { field: 'Micrograph' })).toEqual(['x', 'y', 'z']);
  });

  it.each([
    ['[{"group": 1}, {"group": 2}]', 'expected a JSON list of 3 objects, one for each image, got 2'],
    ['{"group": 1}', 'expected a JSON list of 3 objects, one for each image, got something else'],
    [
      '[{"group": 1}, {"grop": 2}, {}]',
      'expected a string or number "group" in each object, got item 1 without. Try --group-field grop',
    ],
    ['[{"group": 1}, {"group": null}, {}]', 'expected a string or number "group" in each object, got item 1 without.'],
    ['[1, 2', 'expected a JSON list, got'],
  ])('rejects the list %s', (text, message) => {
    const path = write('bad.json', text);
    expect(() => readGroups(path, images)).toThrow(`${path}: ${message}`);
  });

  it.each([
    ['file,group\na.png,x\nb.png,y\n', ': expected a group for every image, got none for c.png. Try to add a line'],
    ['file,group\na.png,x\nb.png,y\nc.png,\n', ': expected a group for every image, got none for c.png'],
    ['file,group\na.png,x\na.png,y\n', ' line 3: expected one group for each image, got "y" after "x"'],
    [
      'file,groups\na.png,x\n',
      ': expected a column named group, got the columns file, groups. Try to rename the column "groups"',
    ],
  ])('rejects the table %j', (text, message) => {
    const path = write('bad.csv', text);
    expect(() => readGroups(path, images)).toThrow(`${path}${message}`);
  });

  it('rejects a path that leads nowhere', () => {
    expect(() => readGroups('/nowhere/groups.json', images)).toThrow(
      '/nowhere/groups.json: expected a file or a folder',
    );
  });
});
