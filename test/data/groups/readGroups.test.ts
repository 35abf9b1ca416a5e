import { describe, expect, it } from 'vitest';
import { readGroups } from '../../../src/data/index.js';
import type { ImageSet } from '../../../src/data/index.js';
import { errorOf } from '../../support/errorOf.js';
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
    ['[{"group": 1}, {"group": 2}]', { expected: expect.stringContaining('3') as string, got: '2' }],
    ['{"group": 1}', {}],
    [
      '[{"group": 1}, {"grop": 2}, {}]',
      { got: expect.stringContaining('item 1') as string, hint: '--group-field grop' },
    ],
    ['[{"group": 1}, {"group": null}, {}]', { got: expect.stringContaining('item 1') as string, hint: undefined }],
    ['[1, 2', {}],
  ])('rejects the list %s', (text, fields) => {
    const path = write('bad.json', text);
    expect(errorOf(() => readGroups(path, images))).toMatchObject({ code: 'DataError', where: path, ...fields });
  });

  it.each([
    ['file,group\na.png,x\nb.png,y\n', '', 'c.png'],
    ['file,group\na.png,x\nb.png,y\nc.png,\n', '', 'c.png'],
    ['file,group\na.png,x\na.png,y\n', ' line 3', '"y"'],
    ['file,groups\na.png,x\n', '', 'groups'],
  ])('rejects the table %j', (text, line, got) => {
    const path = write('bad.csv', text);
    expect(errorOf(() => readGroups(path, images))).toMatchObject({
      code: 'DataError',
      where: `${path}${line}`,
      got: expect.stringContaining(got) as string,
    });
  });

  it('rejects a path that leads nowhere', () => {
    expect(errorOf(() => readGroups('/nowhere/groups.json', images))).toMatchObject({
      code: 'DataError',
      where: '/nowhere/groups.json',
    });
  });
});
