import assert from 'node:assert/strict';
import type { TraceEvent, Transport, Watcher } from '@ehlo/core';
import type { Bench } from '../bench.js';
import type { Row } from '../rows.js';
import { header, type Sample, samples } from '../samples.js';
import { type Need, type Role, SMALL } from '../server.js';
import { accounts, domain } from '../world.js';

interface Form {
  readonly name: string;
  readonly role: Role;
  readonly transfer: 'auto' | 'data';
  readonly pipelining: 'none' | 'group' | 'transactions';
  /** What must stand in the conversation. */
  readonly command: 'DATA' | 'BDAT';
  readonly needs: readonly Need[];
}

const forms: readonly Form[] = [
  form('BDAT', 'BDAT', 'starttls', 'group', ['CHUNKING', 'PIPELINING']),
  form('DATA', 'DATA', 'data', 'group', ['PIPELINING', 'data']),
  form('BDAT, PIPELINING not offered', 'BDAT', 'serial', 'none', ['CHUNKING', 'serial']),
  form('DATA, PIPELINING not offered', 'DATA', 'serial', 'none', ['serial']),
];

const MANY = 120;

function form(
  name: string,
  command: Form['command'],
  role: Role,
  pipelining: Form['pipelining'],
  needs: readonly Need[],
): Form {
  return { name, role, transfer: command === 'DATA' ? 'data' : 'auto', pipelining, command, needs };
}

/** Messages, each read back and compared octet by octet, by every way of transfer. */
export function messageRows(): Row[] {
  return [
    ...forms.flatMap((form) => samples.map((sample) => arrives(form, sample))),
    ...forms.map((form) => manyArrive(form)),
    manyArrive({ ...forms[0]!, name: 'BDAT, a window of transactions', pipelining: 'transactions' }),
    {
      group: 'sizes',
      name: 'too large by SIZE: refused before MAIL',
      short: true,
      needs: ['small', 'SIZE'],
      run: async (bench) => {
        const note = { envelope: envelope(bench.box()), raw: Buffer.alloc(SMALL + 1, 'line\r\n') };
        const receipt = await bench.refused(bench.transport('small'), note, 'rejected', 'MESSAGE_TOO_LARGE');
        assert.doesNotMatch(`${receipt.trace}`, /^C: MAIL/m);
      },
    },
    ...(['auto', 'data'] as const).map(
      (transfer): Row => ({
        group: 'sizes',
        name: `too large, found while streaming by ${transfer === 'data' ? 'DATA' : 'BDAT'}`,
        short: true,
        needs: ['small', ...(transfer === 'data' ? [] : (['CHUNKING'] as const))],
        run: async (bench) => {
          const transport = bench.transport('small', { transfer });
          // A stream is read once: each attempt has its own.
          const note = () => ({ envelope: envelope(bench.box()), raw: lines(3 * SMALL) });
          await patiently(() => bench.refused(transport, note(), 'rejected', 'MESSAGE_TOO_LARGE'));
          // What is left of the refused message must not be taken for the next one.
          await bench.accepted(transport, bench.note(bench.box()));
        },
      }),
    ),
  ];
}

/**
 * A server that closes with octets unread resets the connection, and the reset may overtake its refusal (RFC 1122
 * 4.2.2.13). `unknown` is true then, and says nothing of how a refusal is read.
 */
async function patiently(act: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return void (await act());
    } catch (error) {
      if (tries === 10 || !(error as Error).message.startsWith('unknown REPLY_LOST')) throw error;
    }
  }
}

function arrives(form: Form, sample: Sample): Row {
  return {
    group: `message by ${form.name}`,
    name: sample.name,
    limit: sample.limit,
    short: isShort(form, sample),
    needs: [...form.needs, ...(sample.needs ?? [])],
    run: async (bench) => {
      const utf8 = sample.needs?.includes('SMTPUTF8');
      const to = bench.box(utf8 ? 'grün-邮箱' : 'mail');
      const { message, octets } = sample.make(envelope(to, utf8));
      const { trace } = await bench.accepted(transportOf(bench, form), message);
      assert.match(`${trace}`, new RegExp(`^C: ${form.command}\\b`, 'm'));
      await bench.arrived(to, await octets());
    },
  };
}

/** Every message in a group of commands; otherwise one of the kind. What is large takes its time, and has the script. */
function isShort(form: Form, sample: Sample): boolean {
  if (sample.limit !== undefined) return false;
  return form.pipelining === 'group' || (form.command === 'DATA' && sample.short === true);
}

/** Each of many arrives once, over the few connections of one transport. */
function manyArrive(form: Form): Row {
  return {
    group: `${MANY} messages`,
    name: form.name,
    limit: 30_000,
    short: form === forms[0],
    needs: form.needs,
    run: async (bench) => {
      const to = bench.box('many');
      const wanted = Array.from({ length: MANY }, (_, at) => `${header(`Subject: ${at}`)}.message ${at}\r\n`);
      const messages = wanted.map((raw) => ({ envelope: envelope(to), raw }));
      const events: TraceEvent[] = [];
      const transport = transportOf(bench, form, (event) => {
        if (event.kind !== 'progress') events.push(event);
      });
      for await (const receipt of transport.sendMany(messages, { signal: bench.signal })) {
        assert.equal(receipt.outcome, 'accepted', `${receipt.trace}`);
      }
      assert.equal(pipelined(events), form.pipelining);
      const mails = await bench.server.mailbox(to, MANY, bench.signal);
      const arrived = mails.map((mail) => `${mail}`.slice(`${mail}`.indexOf('Subject: ')));
      assert.deepEqual(arrived.sort(), [...wanted].sort());
    },
  };
}

function transportOf(bench: Bench, { role, transfer, pipelining }: Form, observe?: Watcher): Transport {
  return bench.transport(role, { transfer, pipelining, ...(observe === undefined ? {} : { observe }) });
}

/** How the commands went out, by what was said before the server answered. */
function pipelined(events: readonly TraceEvent[]): Form['pipelining'] {
  const conversations = new Map<number, string>();
  for (const event of events) {
    const said = conversations.get(event.connection) ?? '';
    if (event.kind === 'client') conversations.set(event.connection, `${said}${event.line.split(' ', 1)} `);
    if (event.kind === 'message') conversations.set(event.connection, `${said}(message) `);
    if (event.kind === 'server') conversations.set(event.connection, `${said}\n`);
  }
  const turns = [...conversations.values()].join('\n');
  // The next transaction behind a BDAT that is not yet answered. Behind the end of DATA it is a group (RFC 2920).
  if (/BDAT .*(?:RSET|MAIL) /.test(turns)) return 'transactions';
  return /(?:MAIL|RCPT|DATA|\(message\)) .*(?:RSET|MAIL|RCPT|DATA|BDAT) /.test(turns) ? 'group' : 'none';
}

function envelope(to: string, utf8 = false): { from: string; to: string[] } {
  return { from: utf8 ? `ännä@${domain}` : accounts.plain.user, to: [to] };
}

/** A message whose size cannot be known before it is read. */
async function* lines(octets: number): AsyncGenerator<Buffer> {
  const line = Buffer.from('0123456789 '.repeat(6).concat('\r\n'));
  yield Buffer.from('Subject: endless\r\n\r\n');
  for (let sent = 0; sent < octets; sent += line.length) yield line;
}
