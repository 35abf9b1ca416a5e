import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { builtKiln } from '../builtKiln.js';

const main = fileURLToPath(new URL('../../../src/app/main.ts', import.meta.url));
// What `--version` loads, which is not much; if more were needed, the program would not run here.
const built = builtKiln(['app/main.ts', 'app/interrupt.ts', 'app/cli/', 'app/config/', 'app/experiments/names.ts']);

/** The packages that a source file loads at once, by itself or through other source files. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const specifier of staticImports(file)) {
    const target = join(dirname(file), specifier.replace(/\.js$/, '.ts'));
    const found = specifier.startsWith('.') && existsSync(target) ? packagesOf(target, seen) : [specifier];
    for (const name of found) packages.add(name);
  }
  return packages;
}

/** What is left of the imports when the types are gone, as the compiler does it. */
function staticImports(file: string): string[] {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions });
  return Array.from(
    outputText.matchAll(/^(?:import|export) [^;]*?from '([^']+)';|^import '([^']+)';/gm),
    (match) => match[1] ?? match[2] ?? '',
  );
}

describe('the start of the program', () => {
  it('loads commander and zod and nothing else, so that help comes at once', () => {
    const packages = [...packagesOf(main)].filter((name) => !name.startsWith('node:'));
    expect(packages.sort()).toEqual(['commander', 'zod']);
  });

  it('is a program that Node runs', () => {
    const program = join(built(), 'build', 'app', 'main.js');
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(execFileSync(process.execPath, [program, '--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('nobody has to read what it says to the end', async () => {
    const program = join(built(), 'build', 'app', 'main.js');
    const running = spawn(process.execPath, [program, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.stdout.destroy();
    let said = '';
    running.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const [code] = (await once(running, 'close')) as [number | null];
    expect([code, said]).toEqual([0, '']);
  });
});
