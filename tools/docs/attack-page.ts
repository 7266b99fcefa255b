import { files, textOf } from '../files.js';
import { page, table } from './markdown.js';

interface Test {
  readonly number: number;
  readonly title: string;
  readonly path: string;
}

/** What attackers have done to programs of this kind, by number, and the tests that do it to Ehlo. */
export function attackPage(): string {
  const tests = attackTests();
  const numbers = [...new Set(tests.map(({ number }) => number))].sort((a, b) => a - b);
  return page('Attacks', 'the titles of the tests that carry the numbers', [
    'Published faults of mail programs and libraries, each turned into a test that plays it against Ehlo over real sockets, in clear, over STARTTLS and over implicit TLS where that makes a difference. They run with `npm test`.',
    'Beside them, `npm run fuzz` throws a million random inputs at whatever reads a server’s or a caller’s words (no crash, no hang, time in proportion to the input, flat memory), and `npm run fuzz -- --hostile` holds 10,000 sessions with servers that answer at random (every session ends, every outcome is one of the four, no secret leaves before TLS).',
    `${numbers.length} attacks, ${tests.length} groups of tests.`,
    table(
      ['', 'what the tests say', 'where'],
      numbers.map((number) => {
        const own = tests.filter((test) => test.number === number);
        const paths = [...new Set(own.map(({ path }) => path))];
        return [
          `T${number}`,
          [...new Set(own.map(({ title }) => title))].join('; '),
          paths.map((path) => `[${path.split('/').pop()}](../${path})`).join(', '),
        ];
      }),
    ),
  ]);
}

const TITLE =
  /\b(?:describe|test|it)(?:\.each\((?:[^()]|\([^()]*\))*\)|\.\w+)*\(\s*(['"`])((?:(?!\1)[^\\\n]|\\.)*\bT\d+\b(?:(?!\1)[^\\\n]|\\.)*)\1/g;

export function attackTests(): Test[] {
  const paths = files().filter((path) => /^packages\/(core|oauth|relay)\/.*\.test\.ts$/.test(path));
  return paths.flatMap((path) =>
    [...textOf(path).matchAll(TITLE)].flatMap(([, , title = '']) =>
      [...title.matchAll(/\bT(\d+)\b/g)].map(([, number]) => ({ number: Number(number), title: plain(title), path })),
    ),
  );
}

/** Without the number and what stands for the cases of a table. */
function plain(title: string): string {
  return title
    .replace(/^T\d+(?: and T\d+)?: /, '')
    .replace(/ \((?:T\d+(?:, )?)+\)/, '')
    .replace(/, \$\w+$/, '')
    .replace(/: %s$/, '');
}
