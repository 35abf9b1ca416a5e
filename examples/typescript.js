// A loader for Node that reads TypeScript by leaving the types out.
import { readFile } from 'node:fs/promises';
import ts from 'typescript';

const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };

/** Node asks this for the source of each module. */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = ts.transpileModule(await readFile(new URL(url), 'utf8'), { compilerOptions: options }).outputText;
  return { format: 'module', shortCircuit: true, source };
}
