import { type Cell, list, section, table } from '../docs/markdown.js';
import { chart } from './chart.js';
import type { Measured, Report } from './results.js';
import { type Reached, reachedBy } from './targets.js';

export const CHART = 'performance.svg';

/** docs/performance.md. */
export function page(report: Report): string {
  const { date, machine, rounds } = report;
  const reached = reachedBy(report);
  const missed = reached.filter((each) => !each.reached);
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return `${[
    '# Performance',
    '<!-- Made by `npm run bench -- --write`. -->',
    `Ehlo beside other mail libraries and beside Postfix's smtp-source, which is written in C: each in a process of its own, on one machine, in one run. \`npm run bench\` measures it anew; [tools/bench](../tools/bench/main.ts) is what it runs.`,
    `![Messages a second, Ehlo and others](${CHART})`,
    `Measured on ${date}, on ${machine.processor} with ${machine.cores} cores and ${machine.memory} GiB, ${machine.platform}; load before it began: ${machine.load}. ${versions.join(', ')}.`,
    ...section(
      'What was to be reached',
      `${reached.length - missed.length} of ${reached.length} are reached${missed.length === 0 ? '.' : ', the others are not, or were not measured.'}`,
      table(['', 'to reach', 'measured', 'reached'], reached.map(targetRow)),
    ),
    ...section('How it is measured', list(methods(rounds))),
    ...section('Messages', ...report.workloads.map(workload)),
    ...section(
      'Round trips',
      'Of one connection, counted on the line. Cold: from the dial to the answer to the first message. Single: a message that is sent when the one before is through. Queued: one more message where many wait.',
      table(
        ['channel', 'peer', 'cold', 'single', 'queued'],
        report.roundTrips.map(({ channel, name, cold, single, queued }) => [
          channel,
          name,
          cold,
          trips(single),
          trips(queued),
        ]),
      ),
    ),
    ...section(
      'A stream of 100 MB',
      'The message itself as a stream of octets, or a stream attached to mail options, whose base64 is a third longer. Growth: how much more memory (RSS) the process had at its peak than before, after it had sent one such message.',
      table(
        ['form', 'peer', 'MB/s', 'growth, MB'],
        report.streams.map(({ form, name, throughput, growth }) => [form, name, count(throughput), growth.toFixed(1)]),
      ),
    ),
    ...section(
      'Start',
      'Milliseconds from where the import begins, in a new process.',
      table(
        ['peer', 'imported', 'transport made', 'first message accepted'],
        report.starts.map(({ name, imported, ready, sent }) => [name, count(imported), count(ready), count(sent)]),
      ),
    ),
    ...section(
      'Installed size',
      'What `npm install` puts into an empty folder; Ehlo from its packed tarballs.',
      table(
        ['package', 'kB', 'with'],
        report.sizes.map(({ name, octets, packages, obstacle }) => [
          name,
          obstacle === undefined ? count(octets / 1000) : `not measured: ${obstacle}`,
          packages.filter((each) => each !== name).join(', '),
        ]),
      ),
    ),
  ].join('\n\n')}\n`;
}

/** docs/performance.svg: the three questions that are asked first. */
export function pageChart({ workloads }: Report): string {
  const panels = ['composed', 'raw', 'delay-30'].flatMap((id) => {
    const found = workloads.find((each) => each.id === id);
    if (found === undefined || found.figures.length === 0) return [];
    const bars = found.figures.map(({ name, rate }) => ({ label: name, value: rate, own: name.startsWith('Ehlo') }));
    return [{ title: found.title, axis: 'messages a second (more is better)', bars }];
  });
  return chart('Messages a second, Ehlo and others', panels);
}

function methods(rounds: number): string[] {
  return [
    `A figure is the median of ${rounds} rounds. The rounds before, which find how many messages a round takes, are thrown away. The peers take turns, so that what disturbs the machine disturbs all.`,
    'Some messages go ahead of each round, so that all connections are up when its clock starts; smtp-source dials within its time.',
    'CPU is that of the whole process of the peer, with its threads. “Sink busy” is the share of the time in which the sink used a core: where it nears 100%, the sink is measured and not the peer.',
    'Each message has a recipient of its own, by which the sink, or Postfix’s log, is seen to have taken it once; a message that is missing or came twice ends the run.',
    'The plain sink is our own, a process of Node.js that keeps nothing. Postfix queues to disk and then delivers to its transport `discard`.',
    'Each peer is used in its fastest form: nodemailer’s pool without its limit of 100 messages a connection, @upyo/smtp with one `sendMany` a connection, emailjs with a client a connection. Only Ehlo and nodemailer take messages that were composed before.',
    'The longer lines are a proxy in a process of its own, which hands octets on after half the time of a round trip, in each direction.',
    'smtp-source does not pipeline. emailjs writes the end of a message by itself without TCP_NODELAY, which the operating system holds back for some 40 ms.',
  ];
}

function workload({ title, figures, failures = [], obstacle }: Measured): string {
  const beside = figures.find(({ name }) => name === 'nodemailer');
  const rows = figures.map(({ name, rate, cpu, sinkBusy, rounds }): Cell[] => {
    const rates = rounds.map(({ messages, wall }) => (messages / wall) * 1000);
    return [
      name,
      count(rate),
      `${count(Math.min(...rates))} to ${count(Math.max(...rates))}`,
      count(cpu),
      beside && times(rate / beside.rate),
      beside && times(cpu / beside.cpu),
      sinkBusy === undefined ? undefined : `${Math.round(sinkBusy * 100)}%`,
    ];
  });
  const head = ['peer', 'messages/s', 'slowest to fastest round', 'CPU, µs a message'];
  const ratios = ['messages/s to nodemailer’s', 'CPU to nodemailer’s', 'sink busy'];
  const told = obstacle === undefined ? table([...head, ...ratios], rows) : `Not run: ${obstacle}.`;
  return [`### ${title}`, told, ...failures.map((failure) => `Did not get through: ${failure}.`)].join('\n\n');
}

function targetRow({ target: { what, bound, unit }, value, reached }: Reached): Cell[] {
  const [word, limit] = 'least' in bound ? ['at least', bound.least] : ['at most', bound.most];
  const said = (number: number): string => (unit === 'times' || unit === 'of' ? times(number) : amount(number, unit));
  if (value === undefined) return [what, `${word} ${said(limit)}`, 'not measured', '-'];
  return [what, `${word} ${said(limit)}`, said(value), reached ? 'yes' : '**no**'];
}

function amount(number: number, unit: string): string {
  return `${trips(number)} ${number === 1 ? unit.replace(/s$/, '') : unit}`;
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}

function trips(number: number): string {
  return number.toFixed(2).replace(/\.?0+$/, '');
}

function count(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
