import { describe, expect, it } from 'vitest';
import { readLabels } from '../../../src/data/index.js';
import type { ImageSet } from '../../../src/data/index.js';
import { errorOf } from '../../support/errorOf.js';
import { temporaryFolder } from '../support/folder.js';
import { float32Npy, int32Npy, uint8Npy } from '../support/npy.js';

const write = temporaryFolder();
const numbered: ImageSet = { images: new Float32Array(5), count: 5, height: 1, width: 1 };
const named: ImageSet = { ...numbered, names: ['p1.png', 'p2.png', 'p3.png', 'p4.png', 'p10.png'] };

describe('readLabels: vectors', () => {
  it('reads the classes of all images, -1 where unknown', () => {
    const { labels, classNames } = readLabels(write('l.npy', int32Npy([5], [0, -1, 2, 1, 0])), numbered);
    expect([...labels]).toEqual([0, -1, 2, 1, 0]);
    expect(classNames).toEqual(['0', '1', '2']);
    const bytes = readLabels(write('u1.npy', uint8Npy([5, 1], [0, 1, 1, 1, 0])), numbered, { classNames: ['a', 'b'] });
    expect(bytes).toEqual({ labels: Int32Array.of(0, 1, 1, 1, 0), classNames: ['a', 'b'] });
  });

  it.each([
    [[4], [0, 1, 0, 1]],
    [[6], [0, 1, 0, 1, 0, 1]],
    [
      [1, 5],
      [0, 1, 0, 1, 0],
    ],
  ])('rejects the shape %j', (shape, values) => {
    const path = write('count.npy', int32Npy(shape, values));
    expect(errorOf(() => readLabels(path, numbered))).toMatchObject({ code: 'DataError', where: path });
  });

  it('rejects floats, even integers', () => {
    const path = write('float.npy', float32Npy([5], [0, 1, 0, 1, 0]));
    const hint = expect.stringContaining("labels.astype('int32')") as string;
    expect(errorOf(() => readLabels(path, numbered))).toMatchObject({ code: 'DataError', where: path, hint });
  });

  it.each([
    [[0, 1, -2, 1, 0], undefined],
    [
      [0, 1, 2, 1, 0],
      ['a', 'b'],
    ],
    [[0, 1, 2000000000, 1, 0], undefined],
  ])('rejects the labels %j, naming label and image', (values, classNames) => {
    const path = write('range.npy', int32Npy([5], values));
    expect(errorOf(() => readLabels(path, numbered, classNames && { classNames }))).toMatchObject({
      code: 'DataError',
      where: path,
      got: expect.stringMatching(new RegExp(`^${values[2]} .*2$`)) as string,
    });
  });

  it('rejects a class without images, and fewer than two classes', () => {
    const gap = write('gap.npy', int32Npy([5], [0, 2, 2, 4, -1]));
    const missing = expect.stringContaining('"1", "3"') as string;
    expect(errorOf(() => readLabels(gap, numbered))).toMatchObject({ code: 'DataError', where: gap, got: missing });
    const single = write('single.npy', int32Npy([5], [0, 0, -1, 0, 0]));
    const only = expect.stringContaining('"0"') as string;
    expect(errorOf(() => readLabels(single, numbered))).toMatchObject({ code: 'DataError', where: single, got: only });
    const unknown = write('unknown.npy', int32Npy([5], [-1, -1, -1, -1, -1]));
    expect(errorOf(() => readLabels(unknown, numbered))).toMatchObject({ code: 'DataError', where: unknown });
  });
});

describe('readLabels: tables', () => {
  it('reads names for some of the images, in natural order of the classes', () => {
    const path = write('names.csv', 'file,label\np10.png,type 10\np1.png,type 9\n"p2.png","type 9"\np3.png,\n');
    const { labels, classNames } = readLabels(path, named);
    expect(classNames).toEqual(['type 9', 'type 10']);
    expect([...labels]).toEqual([0, 0, -1, -1, 1]);
  });

  it('reads what spreadsheets write: a mark at the start, semicolons, CRLF, capitals, paths, more columns', () => {
    const path = write('sheet.csv', '\ufeffFile;Note;Label\r\nimages\\p1.png;x;1\r\nimages/p2.png;;0\r\n\r\n');
    expect([...readLabels(path, named).labels]).toEqual([1, 0, -1, -1, -1]);
  });

  it('reads numbers as the classes themselves, or as places in the names given', () => {
    const path = write('numbers.csv', 'index,label\n0,1\n4,0\n');
    expect(readLabels(path, numbered)).toEqual({ labels: Int32Array.of(1, -1, -1, -1, 0), classNames: ['0', '1'] });
    const mixed = write('mixed.csv', 'index,label\n0,round\n4,0\n');
    const classNames = ['square', 'round'];
    expect(readLabels(mixed, numbered, { classNames })).toEqual({
      labels: Int32Array.of(1, -1, -1, -1, 0),
      classNames,
    });
  });

  it('begins with class 1 where no number is 0, and takes id for the name of the column of names', () => {
    const path = write('counts.csv', 'id,label\np1.png,2\np2.png,1\np10.png,3\n');
    const counts = { labels: Int32Array.of(1, 0, -1, -1, 2), classNames: ['1', '2', '3'] };
    expect(readLabels(path, named)).toEqual(counts);
  });

  it('accepts an image listed twice with one label, and rejects it with two', () => {
    const rows = 'file,label\np1.png,a\np2.png,b\np1.png,';
    expect([...readLabels(write('twice.csv', `${rows}a\n`), named).labels]).toEqual([0, 1, -1, -1, -1]);
    const path = write('conflict.csv', `${rows}b\n`);
    expect(errorOf(() => readLabels(path, named))).toMatchObject({ code: 'DataError', where: path });
  });

  it.each([
    ['file,label\np1.png,a\nq2.png,b\n', ' line 3', '"q2.png"'],
    ['file,label\np1.png,a\nzebra.jpeg,b\n', ' line 3', '"zebra.jpeg"'],
    ['index,label\n0,a\n5,b\n', ' line 3', '"5"'],
    ['file,class\np1.png,a\n', '', 'class'],
    ['file,lable\np1.png,a\n', '', 'lable'],
    ['p1.png,a\np2.png,b\n', '', 'p1.png'],
    ['file,label\np1.png,a,b\n', '', '3'],
    ['file,label\n', '', ''],
    ['', '', ''],
    ['file,label\np1.png,a\np2.png,a\n', '', '"a"'],
    ['file,label\np1.png,0\np2.png,2\n', '', '"1"'],
  ])('rejects %j', (text, line, got) => {
    const path = write('bad.csv', text);
    expect(errorOf(() => readLabels(path, named))).toMatchObject({
      code: 'DataError',
      where: `${path}${line}`,
      got: expect.stringContaining(got) as string,
    });
  });

  it('rejects a class that is none of those given, naming the near one', () => {
    const path = write('class.csv', 'file,label\np1.png,round\np2.png,sqare\n');
    const classNames = ['square', 'round'];
    expect(errorOf(() => readLabels(path, named, { classNames }))).toMatchObject({
      code: 'DataError',
      where: `${path} line 3`,
      got: '"sqare"',
      hint: '"square"',
    });
  });

  it('rejects file names for images that have none', () => {
    const path = write('files.csv', 'file,label\np1.png,a\n');
    const expected = expect.stringContaining('index') as string;
    expect(errorOf(() => readLabels(path, numbered))).toMatchObject({ code: 'DataError', where: path, expected });
  });
});
