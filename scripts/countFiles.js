// `node scripts/countFiles.js`: which files of src/ppl and src/infer one reads from `sample` to the loss of traceEnumElbo, by the
// imports of values, with files that only re-export left out; and the code lines of the folders of src/infer.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { root } from './setup/places.js';

const src = join(root, 'src');
const isIndex = (file) => basename(file) === 'index.ts';

const starts = ['ppl/primitives.ts', 'ppl/plate.ts', 'infer/elbo/traceElbo.ts'].map((file) => join(src, file));
const found = new Set(starts);
// A set may grow while it is walked.
for (const file of found) for (const next of importsOf(file).filter(isCounted)) found.add(next);
const files = [...found].map((file) => relative(src, file)).sort();
console.log(`${files.length} files from sample to the loss:\n  ${files.join('\n  ')}`);

for (const folder of ['elbo', 'enumeration', 'factors', 'discrete', 'check']) {
  const paths = readdirSync(join(src, 'infer', folder)).map((name) => join(src, 'infer', folder, name));
  const lines = paths.flatMap((path) => readFileSync(path, 'utf8').split('\n')).filter(isCode);
  console.log(`src/infer/${folder}: ${lines.length} code lines in ${paths.length} files`);
}

function isCode(line) {
  return line.trim() !== '' && !/^\s*(\/\/|\/?\*)/.test(line);
}

function isCounted(file) {
  return /^(ppl|infer)\//.test(relative(src, file)) && !isIndex(file);
}

function statementsOf(file) {
  return [...ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true).statements];
}

/** The files that a file takes values from, behind files that re-export. */
function importsOf(file) {
  return linksOf(file).flatMap(({ target, names }) =>
    names === undefined ? [target] : names.map((name) => homeOf(name, target)).filter((home) => home !== undefined),
  );
}

/** The files that imports and exports of a file name, with the values that are taken from each. */
function linksOf(file) {
  return statementsOf(file).flatMap((statement) => {
    const path = statement.moduleSpecifier?.text;
    if (path === undefined || !path.startsWith('.') || statement.importClause?.isTypeOnly || statement.isTypeOnly)
      return [];
    const target = resolve(dirname(file), path).replace(/\.js$/, '.ts');
    const bindings = statement.importClause?.namedBindings?.elements?.filter((one) => !one.isTypeOnly);
    return [{ target, names: bindings?.map((one) => (one.propertyName ?? one.name).text) }];
  });
}

/** The file that defines a name which another file exports. */
function homeOf(name, file) {
  if (!isIndex(file)) return file;
  const homes = linksOf(file).map(({ target }) => (isIndex(target) ? homeOf(name, target) : target));
  return homes.find((home) => home !== undefined && defines(home, name));
}

function defines(file, name) {
  return statementsOf(file).some((statement) => {
    const own = statement.name ?? statement.declarationList?.declarations?.[0]?.name;
    return own?.text === name;
  });
}
