import { setMaxListeners } from 'node:events';
import { causes, isMailError, MailError } from '@ehlo/core';
import { type Answer, answerWith } from './answer.js';
import type { Client } from './client.js';
import type { RelayedMail, RelayReply } from './event.js';
import { readHeader } from './header.js';
import type { Ledger } from './ledger.js';
import { refusal } from './refusal.js';
import type { Refusals } from './refusals.js';
import type { AllowedSenders } from './senders.js';
import type { Settings } from './settings.js';
import { type Spooled, spool, type Unkept } from './spool.js';
import { type Submitted, submit } from './submission.js';

/** A message whose octets are coming. */
export interface Incoming {
  readonly client: Client;
  readonly from: string;
  readonly to: readonly string[];
  readonly allowed: AllowedSenders;
  readonly octets: AsyncIterable<Buffer>;
  /** Called when all octets are here. */
  onReceived(): void;
  /** Says the answer to the client. */
  answer(reply: RelayReply): void;
}

/** The messages that the relay has taken, from their first octet to the answer. */
export class Mails {
  readonly underWay = new Set<Promise<RelayedMail | undefined>>();
  readonly #settings: Settings;
  readonly #ledger: Ledger;
  readonly #refusals: Refusals;
  readonly #stopped = new AbortController();

  constructor(settings: Settings, ledger: Ledger, refusals: Refusals) {
    this.#settings = settings;
    this.#ledger = ledger;
    this.#refusals = refusals;
    // As many messages listen as are under way: Node.js would take more than ten for a leak.
    setMaxListeners(0, this.#stopped.signal);
  }

  /** Receives a message, hands it on, answers, and gives what became of it; undefined where its client left before its end. */
  take(incoming: Incoming): Promise<RelayedMail | undefined> {
    const taken = this.#take(incoming);
    this.underWay.add(taken);
    void taken.finally(() => this.underWay.delete(taken)).catch(() => undefined);
    return taken;
  }

  /** Waits for nothing any more. */
  giveUp(): void {
    this.#stopped.abort();
  }

  async #take(incoming: Incoming): Promise<RelayedMail | undefined> {
    const received = await spool(incoming.octets, this.#settings.maxSize).catch(() => undefined);
    if (received === undefined) return undefined;
    incoming.onReceived();
    const begun = performance.now();
    const { id, octets, answer, sent, settle } = await this.#handOn(received, incoming);
    // The file has no name any more: what cannot be closed goes with the process.
    if ('discard' in received) await received.discard().catch(() => undefined);
    const { client, from, to } = incoming;
    const unheard = client.gone.aborted;
    incoming.answer(answer.reply);
    const milliseconds = Math.round(performance.now() - begun);
    if (sent && answer.outcome !== 'accepted') this.#refusals.add(from, answer.refused);
    // The answer is said: a disk that fails here changes nothing of it, and the first line about the message stays.
    await settle(!unheard).catch(() => undefined);
    const user = client.user?.name;
    return {
      ...({ kind: 'mail', at: new Date(), ...answer, sent, id, from, to, octets, milliseconds } as const),
      ...{ client: client.address, unheard, ...(user === undefined ? {} : { user }) },
    };
  }

  async #handOn(received: Spooled | Unkept, incoming: Incoming): Promise<Submitted & { id: string; octets: number }> {
    const no = (answer: Answer, id = '', octets = 0) => ({
      ...{ answer, id, octets, sent: false },
      settle: async () => undefined,
    });
    if ('why' in received) return no(unkept(received, this.#settings.maxSize));
    const hash = `sha256:${received.hash}`;
    if (received.lines === 'bare')
      return no(answerWith(refusal('RELAY_BARE_LINE_END', 'data'), 550, '5.6.11'), hash, received.octets);
    const header = received.header === undefined ? tooLong() : await readHeader(received.header);
    if (isMailError(header)) return no(answerWith(header, 550, '5.6.0'), hash, received.octets);
    const id = header.messageId ?? hash;
    const stranger = header.authors.find((address) => !incoming.allowed.allows(address));
    if (stranger !== undefined) {
      const detail = `its From or Sender field names ${stranger}`;
      return no(answerWith(refusal('RELAY_SENDER_NOT_ALLOWED', 'data', { detail }), 550, '5.7.1'), id, received.octets);
    }
    const { from, to, client } = incoming;
    const { raw, octets, body } = received;
    const mail = {
      id,
      hash: received.hash,
      message: { envelope: { from, to }, raw, octets, body },
      gone: client.gone,
      stopped: this.#stopped.signal,
    };
    return { ...(await submit(this.#settings.transport, this.#ledger, mail)), id, octets };
  }
}

function unkept(received: Unkept, most: number): Answer {
  if (received.why === 'disk')
    return answerWith(refusal('RELAY_STORE_FAILED', 'data', { cause: received.error }), 452, '4.3.1');
  const means = causes.MESSAGE_TOO_LARGE;
  const detail = `the relay takes ${most} octets`;
  return answerWith(new MailError({ code: 'MESSAGE_TOO_LARGE', means, phase: 'data', detail }), 552, '5.3.4');
}

function tooLong(): MailError {
  return refusal('RELAY_HEADER_INVALID', 'data', { detail: 'its header section does not end' });
}
