import * as tf from '@tensorflow/tfjs-core';
import { runInThisContext } from 'node:vm';
import ts from 'typescript';
import { literalOf, matchesLiteral } from './matchesLiteral.js';
import type { Snippet } from './snippets.js';

/** Loads a module by the name that an import gives. */
export type Importer = (name: string) => Promise<object>;

/**
 * Runs a snippet and compares its expression statements with the values in the comments behind them.
 *
 * @param scope names that the snippet may use without importing them
 * @returns what the snippet exports
 * @throws whatever the snippet throws, or an error that names the line that differs
 */
export async function runSnippet(
  snippet: Snippet,
  importer: Importer,
  scope: Readonly<Record<string, unknown>>,
): Promise<object> {
  const check = (value: unknown, line: number, comment: string): void => {
    const literal = literalOf(comment);
    if (literal === undefined || matchesLiteral(value, literal)) return;
    throw new Error(`${snippet.file}:${snippet.line + line}: expected ${literal.getText()}, got ${show(value)}`);
  };
  const names = Object.keys(scope);
  // In a block of its own, so that the snippet may declare names that the scope has too.
  const source = `(async ($import, $check, ${names.join(', ')}) => {{\n${javaScriptOf(snippet.code)}\n}})`;
  const body = runInThisContext(source, { filename: snippet.file }) as (...args: unknown[]) => Promise<object>;
  tf.engine().startScope();
  try {
    return await body(importer, check, ...names.map((name) => scope[name]));
  } finally {
    tf.engine().endScope();
  }
}

function javaScriptOf(code: string): string {
  const file = ts.createSourceFile('snippet.ts', code, ts.ScriptTarget.ES2022, true);
  const statements = file.statements.map((statement) => {
    if (ts.isImportDeclaration(statement)) return importCode(statement);
    if (exportedNames(statement).length > 0) return statement.getText().replace(/^export /, '');
    return ts.isExpressionStatement(statement) ? checkedCode(statement, file) : statement.getFullText();
  });
  // transpileModule keeps `await` at the top level, and the function that it lands in is asynchronous.
  const exported = file.statements.flatMap(exportedNames);
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts
    .transpileModule([...statements, `return { ${exported.join(', ')} };`].join('\n'), { compilerOptions: options })
    .outputText.replace(/^export \{\};$/gm, '');
}

/** The names of the values that a statement exports: of types there are none. */
function exportedNames(statement: ts.Statement): string[] {
  const isExport = ts.canHaveModifiers(statement) && statement.modifiers?.[0]?.kind === ts.SyntaxKind.ExportKeyword;
  if (!isExport) return [];
  if (ts.isFunctionDeclaration(statement)) return statement.name === undefined ? [] : [statement.name.text];
  return ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.map(({ name }) => name.getText())
    : [];
}

/** `import { a as b } from 'm'` as `const { a: b } = await $import('m')`. */
function importCode({ importClause, moduleSpecifier }: ts.ImportDeclaration): string {
  const bindings = importClause?.namedBindings;
  if (importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || bindings === undefined) return '';
  const names = ts.isNamespaceImport(bindings)
    ? bindings.name.text
    : `{ ${bindings.elements
        .filter((element) => !element.isTypeOnly)
        .map(renamed)
        .join(', ')} }`;
  return `const ${names} = await $import(${moduleSpecifier.getText()});`;
}

function renamed({ propertyName, name }: ts.ImportSpecifier): string {
  return propertyName === undefined ? name.text : `${propertyName.text}: ${name.text}`;
}

/** `f(x);   // [1]` as `$check(f(x), line, '// [1]')`. */
function checkedCode(statement: ts.ExpressionStatement, file: ts.SourceFile): string {
  const [comment] = ts.getTrailingCommentRanges(file.text, statement.end) ?? [];
  if (comment === undefined) return statement.getFullText();
  const { line } = file.getLineAndCharacterOfPosition(statement.end);
  return `$check(${statement.expression.getText()}, ${line}, ${JSON.stringify(file.text.slice(comment.pos, comment.end))});`;
}

function show(value: unknown): string {
  if (value instanceof tf.Tensor) return show(value.arraySync());
  if (value === undefined) return 'undefined';
  return JSON.stringify(ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value);
}
