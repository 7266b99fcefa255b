import { dirname, join } from 'node:path/posix';
import ts from 'typescript';
import type { ImportRow } from './table.js';

/** What stands against the table in one file: a sentence each. `path` is from the root of the repository. */
export function offences(path: string, text: string, table: readonly ImportRow[]): string[] {
  const row = table.find(({ files }) => matches(path, files));
  if (row === undefined) return [`${path} has no row in the import table`];
  const source = ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.Latest,
    true,
    path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found: string[] = [];
  for (const { name, typeOnly } of imports(source)) {
    const target = name.startsWith('.') ? join(dirname(path), name).replace(/\.js(x?)$/, '.ts$1') : name;
    const allowed = typeOnly ? [...row.may, ...(row.types ?? [])] : row.may;
    if (!matches(target, allowed)) found.push(`${path} imports ${name}: ${row.because}`);
  }
  for (const name of globals(source)) {
    if (row.silent?.includes(name)) found.push(`${path} uses ${name}: ${row.because}`);
  }
  return found;
}

/** Static, dynamic and required modules; an import of nothing but types is marked. */
export function imports(source: ts.SourceFile): Array<{ name: string; typeOnly: boolean }> {
  const found: Array<{ name: string; typeOnly: boolean }> = [];
  const add = (module: ts.Node | undefined, typeOnly: boolean) => {
    if (module && ts.isStringLiteralLike(module)) found.push({ name: module.text, typeOnly });
  };
  visit(source, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, onlyTypes(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && /^(import|require|createRequire\(.*\))$/.test(node.expression.getText())) {
      add(node.arguments[0], false);
    }
  });
  return found;
}

function onlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every((one) => one.isTypeOnly)
  );
}

/** Names that are used as values and not as a property of something: `Date`, `Math.random`. */
function globals(source: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  visit(source, (node) => {
    if (!ts.isIdentifier(node) || !ts.isExpression(node) || ts.isPartOfTypeNode(node)) return;
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent)) {
      if (parent.name === node) return;
      found.add(`${node.text}.${parent.name.text}`);
    } else if ('name' in parent && parent.name === node) return;
    found.add(node.text);
  });
  return found;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** `*` within a folder, `**` anything, `{a,b}` one of these, `!` not these; the last pattern that fits decides. */
export function matches(path: string, patterns: readonly string[]): boolean {
  const last = patterns.findLast((pattern) => expression(pattern.replace(/^!/, '')).test(path));
  return last !== undefined && !last.startsWith('!');
}

function expression(pattern: string): RegExp {
  const body = pattern
    .replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_, words: string) => `(${words.replaceAll(',', '|')})`)
    .replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'));
  return new RegExp(`^${body}$`);
}
