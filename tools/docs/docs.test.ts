import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { files, root, textOf } from '../files.js';
import { pages } from './pages.js';

describe('a page that is made from rows is fresh (else: npm run docs)', () => {
  const all = pages();
  test.each([...all.keys()])('%s', (path) => {
    expect(existsSync(join(root, path)), 'npm run docs writes it').toBe(true);
    expect(textOf(path)).toBe(all.get(path));
  });
  test('and no page of docs/providers or docs/causes is left over', () => {
    const left = files().filter((path) => /^docs\/(?:providers|causes)\//.test(path) && !all.has(path));
    expect(left).toEqual([]);
  });
});

const markdown = files().filter((path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md'));

describe('every link within the repository leads to something', () => {
  test.each(markdown)('%s', (path) => {
    const links = [...textOf(path).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)/g)];
    const dead = links.filter(([, target = '', anchor]) => {
      const file = target === '' ? path : join(dirname(path), target);
      return !existsSync(join(root, file)) || (anchor !== undefined && !anchors(file).has(anchor));
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });
});

/** The tour names files and what stands in them: `name` in [file](path), or a path by itself. */
describe('the tour names what is there', () => {
  const tour = textOf('docs/tour.md');
  const stops = [...tour.matchAll(/^\s*(?:\d+\.|-) \[`?([^\]`]+)`?\]\(([^)]+)\)(.*)$/gm)];

  test('has stops', () => {
    expect(stops.length).toBeGreaterThan(15);
  });

  test.each(stops.map(([, label, target, rest]) => [label!, target!, rest!]))('%s', (label, target, rest) => {
    const path = join('docs', target);
    expect(path.endsWith(label), `${label} leads to ${path}`).toBe(true);
    const text = path.endsWith('.ts') ? textOf(path) : '';
    const names = [...rest.matchAll(/`([A-Za-z]\w*)\(?\)?`/g)].map(([, name]) => name!);
    if (text !== '') expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });
});

describe('what README says was measured stands in the page that tells it', () => {
  const rows = [...textOf('README.md').matchAll(/^\| [^|]+ \| ([^|]+) \| \[[^\]]+\]\((docs\/[^)]+)\) \| `npm run/gm)];
  test('four times', () => expect(rows).toHaveLength(4));
  test.each(rows.map(([, said, path]) => [path!, said!]))('%s', (path, said) => {
    const figures = [...said.matchAll(/\*\*([^*]+)\*\*/g)].map(([, figure]) => figure!);
    expect(figures.length).toBeGreaterThan(0);
    expect(figures.filter((figure) => !textOf(path).includes(figure))).toEqual([]);
  });
});

test('what README and CONTRIBUTING tell to run exists', () => {
  const { scripts } = JSON.parse(textOf('package.json'));
  const told = ['README.md', 'CONTRIBUTING.md', 'docs/tour.md', 'docs/add-a-provider.md'].flatMap((path) =>
    [...textOf(path).matchAll(/npm run ([\w-]+)/g)].map(([, script]) => script!),
  );
  expect(told.length).toBeGreaterThan(3);
  expect(told.filter((script) => !(script in scripts))).toEqual([]);
});

function anchors(file: string): Set<string> {
  if (!file.endsWith('.md')) return new Set();
  const headings = textOf(file).matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(
      ([, title]) =>
        `#${title!
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-')}`,
    ),
  );
}
