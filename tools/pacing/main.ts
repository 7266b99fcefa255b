import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createSmtpTransport, type Profile, type Progress, type Receipt } from '@ehlo/core';
import { profiles } from '@ehlo/outlook';
import { sandbox } from '@ehlo/sandbox';

/**
 * Sends through the emulated Microsoft 365 with its limits on, as a person would through the real one, and holds the
 * time against the least that the limits allow. Ends with 1 where a message was refused or it took 5% more.
 *
 *     npm run pacing                    200 messages at 30 a minute: six minutes
 *     npm run pacing -- --minute 2      a minute that lasts two seconds, on both sides
 *     npm run pacing -- --messages 70   another number
 *     npm run pacing -- --json FILE     the figures, for programs
 */
const { values } = parseArgs({
  options: {
    minute: { type: 'string', default: '60' },
    messages: { type: 'string', default: '200' },
    json: { type: 'string' },
  },
});

const minute = Number(values.minute);
const messages = Number(values.messages);
if (!(minute > 0)) throw new Error('--minute is a number of seconds');
if (!Number.isInteger(messages) || messages < 1) throw new Error('--messages is a whole number, 1 or more');

const microsoft365 = profiles.find(({ id }) => id === 'microsoft365') as Profile;
const limits = microsoft365.limits.map((row) =>
  row.limit === 'messages-per-minute' ? { ...row, seconds: minute } : row,
);
const perMinute = limits.find(({ limit }) => limit === 'messages-per-minute')?.value as number;

await using box = await sandbox.microsoft365({ minute: minute * 1_000 });
await using transport = createSmtpTransport({ ...microsoft365, limits }, box.transportOptions);
const mails = Array.from({ length: messages }, (_, n) => ({
  from: box.user,
  to: 'you@example.net',
  subject: `${n}`,
  text: 'x',
}));
const outcomes: Receipt['outcome'][] = [];
for await (const { outcome } of transport.sendMany(mails, {
  observe: (event) => event.kind === 'progress' && show(event),
}))
  outcomes.push(outcome);

const times = box.inbox.map(({ receivedAt }) => receivedAt.getTime());
const figures = {
  messages,
  accepted: outcomes.filter((outcome) => outcome === 'accepted').length,
  refusals: box.conversation.filter(({ direction, line }) => direction === 'server' && /^[45]/.test(line)).length,
  connections: box.counters.connections,
  seconds: (Math.max(...times) - Math.min(...times)) / 1_000,
  leastSeconds: (Math.ceil(messages / perMinute) - 1) * minute,
};
const good =
  figures.accepted === messages &&
  figures.refusals === 0 &&
  figures.seconds <= Math.max(figures.leastSeconds * 1.05, 1);
process.stdout.write(
  `${figures.accepted} of ${messages} accepted, ${figures.refusals} refusals, ${figures.connections} connections, ` +
    `${figures.seconds.toFixed(2)} s; the limits allow ${figures.leastSeconds.toFixed(2)} s\n`,
);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);
process.stdout.write(good ? '1 passed, 0 failed\n' : '0 passed, 1 failed\n');
process.exitCode = good ? 0 : 1;

function show({ done, waitMilliseconds, pace }: Progress): void {
  if (!process.stdout.isTTY) return;
  const bar = '#'.repeat(Math.round((40 * done) / messages)).padEnd(40, '.');
  const wait = waitMilliseconds === 0 ? '' : `, next in ${Math.ceil(waitMilliseconds / 1_000)} s`;
  process.stdout.write(
    `\r[${bar}] ${done}/${messages}, ${pace.messages} in ${pace.seconds} s${wait}\u001b[K${done === messages ? '\n' : ''}`,
  );
}
