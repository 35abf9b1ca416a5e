import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The sources as JavaScript, for tests that need a process of their own. Call it in a test file; what it gives back makes
 * a folder with `build/app/main.js` and so on at its first call, and the folder goes when the file's tests are done.
 *
 * @param parts the folders and files of src that the test needs, such as `app/run`; default all of it
 */
export function builtKiln(parts: readonly string[] = ['']): () => string {
  let folder: string | undefined;
  afterAll(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  return () => (folder ??= build(parts));
}

function build(parts: readonly string[]): string {
  const target = mkdtempSync(join(tmpdir(), 'kiln-built-'));
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'));
  writeFileSync(join(target, 'package.json'), readFileSync(join(root, 'package.json')));
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  for (const name of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || !parts.some((part) => name.startsWith(part))) continue;
    const file = join(target, 'build', name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    const source = readFileSync(join(root, 'src', name), 'utf8');
    writeFileSync(file, ts.transpileModule(source, { compilerOptions }).outputText);
  }
  return target;
}
