// The tree of folders is the architecture: what a file may know follows from where it is.
import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { type Import, importsOf, parse, sourcesIn } from './support/importsOf.js';

const floors: Readonly<Record<string, number>> = {
  num: 0,
  dist: 1,
  ppl: 2,
  nn: 3,
  infer: 3,
  models: 4,
  data: 4,
  app: 5,
  testing: 5,
};

const files = sourcesIn('src');
const imports = new Map(files.map((file) => [file, importsOf(file)]));

describe('architecture', () => {
  it('has only folders that have a floor', () => {
    expect(files.map(folderOf).filter((folder) => folder !== '' && floors[folder] === undefined)).toEqual([]);
  });

  it.each(files)('%s: imports from its own folder or lower floors, and of these their index.ts', (file) => {
    expect((imports.get(file) ?? []).filter((one) => !isAllowed(one)).map(describeImport)).toEqual([]);
  });

  it('ppl imports of TensorFlow.js only types', () => {
    const values = [...imports.values()].flat().filter(({ file, target, isTypeOnly }) => {
      return folderOf(file) === 'ppl' && target.startsWith('@tensorflow/') && !isTypeOnly;
    });
    expect(values.map(describeImport)).toEqual([]);
  });

  it('has index.ts files that only re-export', () => {
    const others = files
      .filter((file) => file.endsWith('/index.ts'))
      .filter((file) => !parse(file).statements.every(isReExport));
    expect(others).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(circleIn(files, (file) => (imports.get(file) ?? []).map(({ target }) => target))).toEqual([]);
  });

  it('has no circle of imports between folders', () => {
    const between = (folder: string): string[] =>
      [...imports.values()]
        .flat()
        .filter(({ file }) => folderOf(file) === folder)
        .map(({ target }) => folderOf(target));
    const others = (folder: string): string[] => between(folder).filter((target) => target !== folder && target !== '');
    expect(circleIn(Object.keys(floors), others)).toEqual([]);
  });

  it('has a source for every export and command of package.json', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
    const entries = [...Object.values(manifest.exports), manifest.bin].flatMap((entry) => Object.values(entry));
    const missing = entries.filter(
      (path) => !existsSync(path.replace('./build/', 'src/').replace(/(\.d\.ts|\.js)$/, '.ts')),
    );
    expect(missing).toEqual([]);
  });
});

interface Manifest {
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly bin: Readonly<Record<string, string>>;
}

/** `num` for `src/num/random/bits.ts`, and nothing for files of `src` itself and for packages. */
function folderOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? '';
}

function isAllowed({ file, target }: Import): boolean {
  const [from, to] = [folderOf(file), folderOf(target)];
  if (!target.startsWith('src/')) return !target.startsWith('kiln-ppl');
  if (from === to) return true;
  if (!/^src\/\w+\/index\.ts$/.test(target)) return false;
  if (from === '') return true;
  return (floors[to] ?? Infinity) < (floors[from] ?? -1) && !(from === 'models' && to === 'infer');
}

function describeImport({ file, target }: Import): string {
  return `${file} imports ${target}`;
}

function isReExport(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
}

/** The nodes of some circle, in order, or nothing. */
function circleIn(nodes: readonly string[], next: (node: string) => readonly string[]): readonly string[] {
  const done = new Set<string>();
  const walk = (node: string, path: readonly string[]): readonly string[] => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return [];
    const circle = next(node)
      .map((target) => walk(target, [...path, node]))
      .find((found) => found.length > 0);
    done.add(node);
    return circle ?? [];
  };
  return nodes.map((node) => walk(node, [])).find((found) => found.length > 0) ?? [];
}
