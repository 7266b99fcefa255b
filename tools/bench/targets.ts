import type { Figure, Report } from './results.js';

/** A figure that Ehlo is to reach, out of one run. */
export interface Target {
  readonly what: string;
  readonly value: (report: Report) => number | undefined;
  readonly bound: { readonly least: number } | { readonly most: number };
  readonly unit: 'times' | 'of' | 'round trips' | 'MB';
}

export interface Reached {
  readonly target: Target;
  /** Undefined where it was not measured. */
  readonly value: number | undefined;
  readonly reached: boolean;
}

/** Each target with what the run says of it. Nothing is rounded in Ehlo's favour. */
export function reachedBy(report: Report): Reached[] {
  return targets.map((target) => {
    const found = target.value(report);
    const value = found === undefined || Number.isNaN(found) ? undefined : found;
    const { bound } = target;
    const reached = value !== undefined && ('least' in bound ? value >= bound.least : value <= bound.most);
    return { target, value, reached };
  });
}

export const targets: readonly Target[] = [
  {
    what: '1 KB, five connections, composed on the way: messages a second, to nodemailer’s',
    value: ratio('composed', 'rate', 'Ehlo', ['nodemailer']),
    bound: { least: 4 },
    unit: 'times',
  },
  {
    what: 'The same: CPU a message, to nodemailer’s',
    value: ratio('composed', 'cpu', 'Ehlo', ['nodemailer']),
    bound: { most: 0.25 },
    unit: 'of',
  },
  {
    what: 'The same: messages a second, to those of the fastest other JavaScript peer',
    value: ratio('composed', 'rate', 'Ehlo', ['nodemailer', '@upyo/smtp', 'emailjs']),
    bound: { least: 1 },
    unit: 'times',
  },
  {
    what: 'The same: CPU a message, to that of the thriftiest other JavaScript peer',
    value: ratio('composed', 'cpu', 'Ehlo', ['nodemailer', '@upyo/smtp', 'emailjs']),
    bound: { most: 1 },
    unit: 'of',
  },
  {
    what: '1 KB, composed before: messages a second, to nodemailer’s with the same octets or its own composition, whichever is more',
    value: (report) => {
      const nodemailer = ['raw', 'composed'].map((id) => figureOf(report, id, 'nodemailer')?.rate);
      const [raw, composed] = nodemailer;
      const own = figureOf(report, 'raw', 'Ehlo')?.rate;
      return own && raw && composed && own / Math.max(raw, composed);
    },
    bound: { least: 10 },
    unit: 'times',
  },
  {
    what: 'The same: messages a second, to smtp-source’s',
    value: ratio('raw', 'rate', 'Ehlo', ['smtp-source (C)']),
    bound: { least: 1 },
    unit: 'times',
  },
  {
    what: 'One text to many recipients, each with a mail of their own: messages a second, to nodemailer’s',
    value: ratio('one-text', 'rate', 'Ehlo', ['nodemailer']),
    bound: { least: 8 },
    unit: 'times',
  },
  {
    what: '30 ms of round trip, DATA: messages a second, to nodemailer’s',
    value: ratio('delay-30', 'rate', 'Ehlo, DATA', ['nodemailer']),
    bound: { least: 1.9 },
    unit: 'times',
  },
  {
    what: '30 ms of round trip, BDAT: messages a second, to nodemailer’s',
    value: ratio('delay-30', 'rate', 'Ehlo, BDAT', ['nodemailer']),
    bound: { least: 1.9 },
    unit: 'times',
  },
  {
    what: '30 ms of round trip, Postfix, window, every message delivered once: messages a second, to nodemailer’s',
    value: ratio('delay-30-postfix', 'rate', 'Ehlo, BDAT, window', ['nodemailer']),
    bound: { least: 10 },
    unit: 'times',
  },
  {
    what: 'Round trips of one more message in a queue, DATA and BDAT',
    value: ({ roundTrips }) => most(own(roundTrips).map(({ queued }) => queued)),
    bound: { most: 1 },
    unit: 'round trips',
  },
  {
    what: 'Round trips of a first message beyond greeting, EHLO, [STARTTLS, TLS, EHLO], AUTH, and 2 for DATA or 1 for BDAT',
    value: ({ roundTrips }) => most(own(roundTrips).map((trips) => trips.cold - needed(trips))),
    bound: { most: 0 },
    unit: 'round trips',
  },
  {
    what: '100 MB stream: growth of the process at its peak',
    value: ({ streams }) => most(own(streams).map(({ growth }) => growth)),
    bound: { most: 32 },
    unit: 'MB',
  },
  {
    what: '100 MB stream: throughput, to nodemailer’s',
    value: ({ streams }) =>
      least(
        own(streams).flatMap(({ form, throughput }) => {
          const other = streams.find((each) => each.name === 'nodemailer' && each.form === form);
          return other === undefined ? [] : [throughput / other.throughput];
        }),
      ),
    bound: { least: 1 },
    unit: 'times',
  },
  {
    what: 'Import of the adapter and the transport made, to nodemailer’s import',
    value: ({ starts }) => {
      const [ehlo, nodemailer] = ['Ehlo', 'nodemailer'].map((name) => starts.find((each) => each.name === name));
      return ehlo && nodemailer && ehlo.ready / nodemailer.imported;
    },
    bound: { most: 1 },
    unit: 'of',
  },
];

/** Ehlo's figure to the best of the others'. */
function ratio(id: string, what: 'rate' | 'cpu', name: string, others: readonly string[]): Target['value'] {
  return (report) => {
    const ours = figureOf(report, id, name)?.[what];
    const theirs = others.flatMap((other) => figureOf(report, id, other)?.[what] ?? []);
    const best = what === 'rate' ? most(theirs) : least(theirs);
    return ours === undefined || best === undefined ? undefined : ours / best;
  };
}

function figureOf({ workloads }: Report, id: string, name: string): Figure | undefined {
  return workloads.find((each) => each.id === id)?.figures.find((each) => each.name === name);
}

function own<T extends { readonly name: string }>(rows: readonly T[]): T[] {
  return rows.filter(({ name }) => name.startsWith('Ehlo'));
}

/** With implicit TLS the handshake stands before the greeting; AUTH PLAIN takes one (RFC 4954 4). */
function needed({ name, channel }: { readonly name: string; readonly channel: string }): number {
  const handshake = channel.startsWith('STARTTLS') ? 5 : channel.startsWith('implicit') ? 3 : 2;
  return handshake + (channel.includes('AUTH') ? 1 : 0) + (name.includes('DATA') ? 2 : 1);
}

function most(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}
