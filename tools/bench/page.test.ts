import { expect, test } from 'vitest';
import { chart } from './chart.js';
import { page, pageChart } from './page.js';
import { print } from './print.js';
import { figure, type Measured, type Report } from './results.js';
import { reachedBy, targets } from './targets.js';

/** A peer that sends so many messages a second, at so many microseconds of CPU each. */
const peer = (name: string, rate: number, cpu: number) =>
  figure(name, [
    { messages: rate, wall: 1000, cpu: (rate * cpu) / 1000, sinkCpu: 250 },
    { messages: rate * 2, wall: 1000, cpu: (rate * cpu) / 500, sinkCpu: 250 },
    { messages: rate, wall: 2000, cpu: (rate * cpu) / 1000, sinkCpu: 500 },
  ]);
const workload = (id: string, ...figures: Measured['figures']): Measured => ({ id, title: `The ${id}`, figures });

const report: Report = {
  date: '2026-01-02',
  machine: {
    platform: 'linux x64',
    processor: 'A processor',
    cores: 2,
    memory: 8,
    load: 0.2,
    versions: { 'Node.js': '20.0.0', Ehlo: '1.2.3', nodemailer: '10.0.0' },
  },
  rounds: 3,
  workloads: [
    workload('composed', peer('Ehlo', 12_000, 80), peer('nodemailer', 3_000, 320), peer('@upyo/smtp', 10_000, 100)),
    {
      ...workload('raw', peer('Ehlo', 40_000, 20), peer('nodemailer', 3_500, 300), peer('smtp-source (C)', 41_000, 25)),
      failures: ['a peer: it broke'],
    },
    workload('delay-30', peer('Ehlo, DATA', 150, 100), peer('Ehlo, BDAT', 120, 100), peer('nodemailer', 75, 400)),
    { id: 'delay-30-postfix', title: 'The Postfix', figures: [], obstacle: 'apt-get install -y postfix' },
  ],
  roundTrips: [
    { name: 'Ehlo, DATA', channel: 'STARTTLS, AUTH PLAIN', cold: 8, single: 2, queued: 1 },
    { name: 'Ehlo, BDAT', channel: 'STARTTLS, AUTH PLAIN', cold: 8, single: 1, queued: 1 },
  ],
  starts: [
    { name: 'Ehlo', imported: 90, ready: 100, sent: 150 },
    { name: 'nodemailer', imported: 100, ready: 101, sent: 140 },
  ],
  streams: [
    { name: 'Ehlo', form: 'raw', throughput: 300, growth: 31.9 },
    { name: 'Ehlo', form: 'attached', throughput: 90, growth: 10 },
    { name: 'nodemailer', form: 'raw', throughput: 200, growth: 5 },
    { name: 'nodemailer', form: 'attached', throughput: 100, growth: 5 },
  ],
  sizes: [
    { name: '@ehlo/generic', octets: 3_400_000, packages: ['@ehlo/generic', '@ehlo/core'] },
    { name: 'emailjs', octets: Number.NaN, packages: [], obstacle: 'npm error code ENOTFOUND' },
  ],
};

/** By a word of the target. */
const verdict = (word: string): [number | undefined, boolean][] =>
  reachedBy(report)
    .filter(({ target }) => target.what.includes(word))
    .map(({ value, reached }) => [value && Math.round(value * 100) / 100, reached]);

test('a figure is the median of its rounds', () => {
  expect(peer('x', 100, 10)).toMatchObject({ rate: 100, cpu: 10, sinkBusy: 0.25 });
});

test('each target is held against the run, and a hair too little is too little', () => {
  expect(verdict('five connections, composed on the way')).toEqual([[4, true]]);
  expect(verdict('CPU a message, to nodemailer')).toEqual([[0.25, true]]);
  expect(verdict('fastest other JavaScript')).toEqual([[1.2, true]]);
  expect(verdict('thriftiest')).toEqual([[0.8, true]]);
  expect(verdict('composed before')).toEqual([[11.43, true]]);
  expect(verdict('smtp-source')).toEqual([[0.98, false]]);
  expect(verdict('30 ms of round trip, DATA')).toEqual([[2, true]]);
  expect(verdict('30 ms of round trip, BDAT')).toEqual([[1.6, false]]);
  expect(verdict('one more message in a queue')).toEqual([[1, true]]);
  // BDAT needs one less than DATA.
  expect(verdict('Round trips of a first message')).toEqual([[1, false]]);
  expect(verdict('growth')).toEqual([[31.9, true]]);
  expect(verdict('throughput')).toEqual([[0.9, false]]);
  expect(verdict('Import')).toEqual([[1, true]]);
});

test('what was not measured is not reached', () => {
  expect(verdict('window')).toEqual([[undefined, false]]);
  expect(verdict('One text')).toEqual([[undefined, false]]);
});

test('the page says what is reached, what is not, and what was not run', () => {
  const text = page(report);
  const rows = text.split('\n');
  const row = (word: string): string => rows.find((line) => line.startsWith('|') && line.includes(word))!;
  const missed = reachedBy(report).filter(({ reached }) => !reached).length;
  expect(text).toContain(`${targets.length - missed} of ${targets.length} are reached`);
  expect(row('smtp-source’s')).toMatch(/\| 0\.98 × \| \*\*no\*\* \|$/);
  expect(row('fastest other')).toMatch(/\| at least 1\.00 × \| 1\.20 × \| yes \|$/);
  expect(row('One text to many')).toMatch(/\| not measured \| - \|$/);
  expect(row('nodemailer | 3,000')).toBe('| nodemailer | 3,000 | 1,500 to 6,000 | 320 | 1.00 × | 1.00 × | 25% |');
  expect(text).toContain('Not run: apt-get install -y postfix.');
  expect(text).toContain('Did not get through: a peer: it broke.');
  expect(row('npm error code ENOTFOUND')).toContain('not measured');
  expect(text).toContain(
    '2026-01-02, on A processor with 2 cores and 8 GiB, linux x64; load before it began: 0.2. Node.js 20.0.0, Ehlo 1.2.3',
  );
  expect(text).not.toMatch(/NaN|undefined/);
});

test('and so does the terminal', () => {
  const text = print(report);
  expect(text).toMatch(/no {3}0\.98, at least 1: .*smtp-source/);
  expect(text).toContain('did not get through: a peer: it broke');
  expect(text).toMatch(/yes {2}4\.00, at least 4/);
  expect(text).not.toMatch(/NaN|undefined|One text/);
});

test('the chart has a bar for each figure, as long as its value, within the picture', () => {
  const svg = pageChart(report);
  const bars = [...svg.matchAll(/<rect class="(own|other)" x="(\d+)" y="(\d+)" width="([\d.]+)"/g)];
  expect(bars).toHaveLength(9);
  const [ehlo, nodemailer] = bars.map(([, , , , width]) => Number(width));
  expect(ehlo! / nodemailer!).toBeCloseTo(4, 1);
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
  for (const [, , x, y, length] of bars) {
    expect(Number(x) + Number(length)).toBeLessThan(width!);
    expect(Number(y)).toBeLessThan(height!);
  }
  expect(svg).toContain('prefers-color-scheme: dark');
});

test('its words are text, whatever they hold', () => {
  const svg = chart('A < B & C', [{ title: '<b>', axis: 'x', bars: [{ label: 'a&b', value: 0.3, own: true }] }]);
  expect(svg).toContain('<title>A &lt; B &amp; C</title>');
  expect(svg).toContain('a&amp;b');
  expect(svg).not.toContain('<b>');
});
