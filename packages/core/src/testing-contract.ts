import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { inspect } from 'node:util';
import { isMailError } from './error.js';
import type { Receipt } from './receipt.js';
import type { Transport } from './transport.js';

/** A transport to be tested, on a server that takes all mail but that for `refused`. */
export interface ContractSubject {
  readonly transport: Transport;
  readonly from: string;
  /** An address that is served, and one that is not, where the server knows such. */
  readonly to: string;
  readonly refused?: string;
  /** Values that must not be seen anywhere: passwords, tokens. */
  readonly secrets: readonly string[];
  /** The messages that arrived, as octets. */
  received(): Promise<readonly Uint8Array[]> | readonly Uint8Array[];
  close(): Promise<void>;
}

export interface ContractCase {
  readonly name: string;
  /** Why this transport does otherwise: the case is expected to fail, so that a deviation that is none shows. */
  readonly deviation?: string;
  run(): Promise<void>;
}

/**
 * The suite that any Transport must pass, for any test runner:
 *
 *     for (const { name, deviation, run } of transportContract(subject)) (deviation ? test.fails : test)(name, run);
 *
 * `deviations` names cases that a transport cannot keep, each with the reason.
 */
export function transportContract(
  create: () => Promise<ContractSubject>,
  deviations: Readonly<Record<string, string>> = {},
): ContractCase[] {
  const unknown = Object.keys(deviations).filter((name) => !cases.some((each) => each.name === name));
  if (unknown.length > 0) throw new RangeError(`no such case of the contract: ${unknown.join(', ')}`);
  return cases.map(({ name, run }) => ({
    name,
    ...(deviations[name] === undefined ? {} : { deviation: deviations[name] }),
    run: async () => {
      const subject = await create();
      try {
        await run(subject);
      } finally {
        await subject.transport.close();
        await subject.close();
      }
    },
  }));
}

const cases: ReadonlyArray<{ name: string; run(subject: ContractSubject): Promise<void> }> = [
  {
    name: 'a message that the server takes is accepted, and arrives once',
    async run(subject) {
      const receipt = await subject.transport.send(mail(subject));
      strictEqual(receipt.outcome, 'accepted');
      deepStrictEqual(receipt.envelope, { from: subject.from, to: [subject.to] });
      ok(/^<.+@.+>$/.test(receipt.messageId), 'a Message-ID in angle brackets');
      strictEqual(receipt.transport, subject.transport.id);
      strictEqual((await subject.received()).length, 1);
    },
  },
  {
    name: 'Bcc recipients get the message and stand nowhere in it',
    async run(subject) {
      const receipt = await subject.transport.send({ ...mail(subject), to: undefined, bcc: subject.to });
      strictEqual(receipt.outcome, 'accepted');
      const [octets] = await subject.received();
      ok(!/^bcc:/im.test(Buffer.from(octets as Uint8Array).toString('latin1')));
    },
  },
  {
    name: 'a refused recipient is named, and the others are served',
    async run(subject) {
      if (subject.refused === undefined)
        throw new Error('the subject names no refused address: name this case as a deviation');
      const receipt = await subject.transport.send({ ...mail(subject), to: [subject.to, subject.refused] });
      strictEqual(receipt.outcome, 'accepted');
      deepStrictEqual(
        receipt.refused.map((each) => each.recipient),
        [subject.refused],
      );
      ok(isMailError(receipt.refused[0]?.error));
    },
  },
  {
    name: 'a message whose only recipient is refused is rejected or deferred, and nothing arrives',
    async run(subject) {
      if (subject.refused === undefined)
        throw new Error('the subject names no refused address: name this case as a deviation');
      const receipt = await subject.transport.send({ ...mail(subject), to: subject.refused });
      ok(receipt.outcome === 'rejected' || receipt.outcome === 'deferred', receipt.outcome);
      strictEqual((await subject.received()).length, 0);
    },
  },
  {
    name: 'a line end in an address, a subject or a header is thrown back, naming the field',
    async run(subject) {
      for (const [field, value] of [
        ['to', 'a@example.com>\r\nRCPT TO:<b@example.com'],
        ['subject', 'one\r\nBcc: b@example.com'],
        ['headers', { 'X-One': 'one\nX-Two: two' }],
      ] as const) {
        await rejects(
          subject.transport.send({ ...mail(subject), [field]: value }),
          (error) => isMailError(error) && error.field?.startsWith(field) === true,
          field,
        );
      }
      strictEqual((await subject.received()).length, 0);
    },
  },
  {
    name: 'a message without recipients is thrown back',
    async run(subject) {
      await rejects(subject.transport.send({ ...mail(subject), to: undefined }), (error) => isMailError(error));
    },
  },
  {
    name: 'an abort before the message left throws the reason of the signal',
    async run(subject) {
      const reason = new Error('no longer wanted');
      await rejects(
        subject.transport.send(mail(subject), { signal: AbortSignal.abort(reason) }),
        (error) => error === reason,
      );
      strictEqual((await subject.received()).length, 0);
    },
  },
  {
    name: 'sendMany gives a receipt for each message, with its index',
    async run(subject) {
      const seen: number[] = [];
      const messages = Array.from({ length: 12 }, () => mail(subject));
      for await (const receipt of subject.transport.sendMany(messages)) {
        strictEqual(receipt.outcome, 'accepted');
        seen.push(receipt.index);
      }
      deepStrictEqual(
        seen.sort((a, b) => a - b),
        messages.map((_, index) => index),
      );
      strictEqual((await subject.received()).length, messages.length);
    },
  },
  {
    name: 'check tells that it works, and sends nothing',
    async run(subject) {
      const report = await subject.transport.check();
      strictEqual(report.ok, true);
      strictEqual((await subject.received()).length, 0);
    },
  },
  {
    name: 'close finishes what was begun, and takes nothing new',
    async run(subject) {
      const begun = subject.transport.send(mail(subject));
      await subject.transport.close();
      strictEqual((await begun).outcome, 'accepted');
      await rejects(
        subject.transport.send(mail(subject)),
        (error) => isMailError(error) && error.code === 'TRANSPORT_CLOSED',
      );
    },
  },
  {
    name: 'no secret is seen in a receipt, a trace, or the transport itself',
    async run(subject) {
      const receipts: Receipt[] = [await subject.transport.send(mail(subject))];
      const report = await subject.transport.check();
      const seen = [subject.transport, receipts, report].flatMap((each) => [
        inspect(each, { depth: 12, showHidden: true }),
        JSON.stringify(each),
      ]);
      seen.push(String(receipts[0]?.trace));
      for (const secret of subject.secrets) {
        ok(!seen.some((text) => text.includes(secret)), 'a secret in clear');
        ok(
          !seen.some((text) => text.includes(Buffer.from(secret).toString('base64').slice(0, -4))),
          'a secret in base64',
        );
      }
    },
  },
];

function mail(subject: ContractSubject): { from: string; to: string | string[]; subject: string; text: string } {
  return { from: subject.from, to: subject.to, subject: 'Contract', text: 'One line.\n' };
}
