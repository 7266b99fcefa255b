import { dirname, join } from 'node:path';
import { microsoftErrors } from '@ehlo/oauth';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { files, root, textOf } from '../files.js';

interface Block {
  /** The guide and the line at which the block begins. */
  readonly name: string;
  /** Where it is compiled: as if it stood beside the guide. */
  readonly path: string;
  readonly text: string;
}

const guides = files().filter((path) => /^docs\/guides\/[^/]+\.md$/.test(path));
const blocks = [...guides, 'README.md'].flatMap((path) => blocksOf(path));

describe('every TypeScript of the guides and of the README compiles', () => {
  let complaints: ReadonlyMap<string, readonly string[]>;
  beforeAll(() => {
    complaints = compile(blocks);
  });

  test('there are guides, and TypeScript in them', () => {
    expect(guides.length).toBeGreaterThan(2);
    expect(blocks.length).toBeGreaterThan(10);
  });

  test.each(blocks.map(({ name, path }) => [name, path] as const))('%s', (_name, path) => {
    expect(complaints.get(path) ?? []).toEqual([]);
  });
});

describe('a cause that a guide names has a page, and is linked', () => {
  test.each(guides)('%s', (path) => {
    const text = textOf(path).replaceAll(/```[\s\S]*?```/g, '');
    const named = [...text.matchAll(/\[([A-Z][A-Z0-9_]{6,})\]\(([^)]*)\)/g)].map(([, code, target]) => [code, target]);
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter(([code, target]) => target !== `../causes/${code}.md`)).toEqual([]);
  });
});

test('an AADSTS code stands behind the cause that it means', () => {
  const said = guides.flatMap((path) =>
    [...textOf(path).matchAll(/\[([A-Z_0-9]+)\]\([^)]*\) \(AADSTS([\d, a-z:;]+)\)/g)].flatMap(([, cause, codes]) =>
      [...codes!.matchAll(/\d+/g)].map(([code]) => [Number(code), cause] as const),
    ),
  );
  const meant = said.map(([code]) => [code, microsoftErrors.find(({ codes }) => codes?.includes(code))?.means]);
  expect(said.length).toBeGreaterThan(10);
  expect(said).toEqual(meant);
});

function blocksOf(guide: string): Block[] {
  const text = textOf(guide);
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(({ 1: code = '', index }) => {
    const line = text.slice(0, index).split('\n').length;
    return {
      name: `${guide}:${line}`,
      path: join(root, dirname(guide), `${guide.split('/').at(-1)}.${line}.ts`),
      text: code,
    };
  });
}

/** What the compiler says of each block, by its path. Every block is a module of its own, as whoever copies it has it. */
function compile(all: readonly Block[]): ReadonlyMap<string, readonly string[]> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const texts = new Map(all.map(({ path, text }) => [path, `${text}\nexport {};\n`]));
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (path, ...rest) => {
    const text = texts.get(path);
    return text === undefined
      ? getSourceFile.call(host, path, ...rest)
      : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (path) => texts.has(path) || fileExists.call(host, path);
  host.readFile = (path) => texts.get(path) ?? readFile.call(host, path);
  const program = ts.createProgram([...texts.keys()], options, host);
  return new Map(
    [...texts.keys()].map((path) => {
      const source = program.getSourceFile(path);
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [path, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))];
    }),
  );
}
