import assert from 'node:assert/strict';
import type { MailError, Message, Receipt, Transport } from '@ehlo/core';
import { type GenericOptions, generic } from '@ehlo/generic';
import { compare } from './compare.js';
import { header } from './samples.js';
import type { Account, Role, Running } from './server.js';
import { accounts, domain, tokens } from './world.js';

/** What a row works with: a running server, transports to it that are closed behind the row, and assertions. */
export class Bench implements AsyncDisposable {
  readonly server: Running;
  readonly signal: AbortSignal;
  readonly #transports: Transport[] = [];

  constructor(server: Running, signal: AbortSignal) {
    this.server = server;
    this.signal = signal;
  }

  /** A recipient that nobody had before. */
  box(label = 'mail'): string {
    return `box-${++boxes}-${label}@${domain}`;
  }

  /** To an endpoint as its role says, for the account `plain` by password, save for what the options say. */
  transport(role: Role, options: Partial<GenericOptions> = {}): Transport {
    const { user, password } = accounts.plain;
    return this.anonymous(role, { user, ...(options.auth === undefined ? { password } : {}), ...options });
  }

  /** The same without a login. */
  anonymous(role: Role, options: Partial<GenericOptions> = {}): Transport {
    const { host, ports, ca } = this.server;
    assert.ok(ports[role] !== undefined, `there is no endpoint ${role}`);
    const transport = generic({
      host,
      port: ports[role],
      security: role === 'implicit' ? 'implicit' : role === 'clear' ? 'none-on-loopback' : 'starttls',
      tls: { ca },
      ...(role === 'data' ? { transfer: 'data' } : {}),
      ...options,
    } as GenericOptions);
    this.#transports.push(transport);
    return transport;
  }

  /** A login for the options: by password, or by token for the two mechanisms that take one. */
  login(mechanism: string, account: Account = accounts.plain, token = tokens.valid) {
    const { user, password } = account;
    return takesToken(mechanism)
      ? { mechanisms: [mechanism], user, auth: () => token }
      : { mechanisms: [mechanism], user, password };
  }

  /** A short message; what matters is what becomes of it. */
  note(...to: string[]): Message {
    return { envelope: { from: accounts.plain.user, to }, raw: `${header('Subject: note')}Hello.\r\n` };
  }

  async send(transport: Transport, message: Message): Promise<Receipt> {
    return transport.send(message, { signal: this.signal });
  }

  async accepted(transport: Transport, message: Message): Promise<Receipt & { outcome: 'accepted' }> {
    const receipt = await this.send(transport, message);
    if (receipt.outcome === 'accepted') return receipt;
    throw new Error(`${receipt.outcome}: ${describe(receipt.error)}\n${receipt.trace}`);
  }

  /** Not accepted, and for one of these causes. */
  async refused(
    transport: Transport,
    message: Message,
    outcome: 'rejected' | 'deferred',
    ...codes: string[]
  ): Promise<Receipt> {
    const receipt = await this.send(transport, message);
    if (receipt.outcome === 'accepted') throw new Error(`accepted, and should have been ${outcome}\n${receipt.trace}`);
    const said = `${receipt.outcome} ${receipt.error.code}`;
    const fits = receipt.outcome === outcome && codes.includes(receipt.error.code);
    assert.ok(fits, `${said}, and should have been ${outcome} ${codes.join(' or ')}\n${receipt.trace}`);
    return receipt;
  }

  /** Exactly one mail is in the mailbox, and it is this one. */
  async arrived(address: string, octets: Buffer): Promise<void> {
    const mails = await this.server.mailbox(address, 1, this.signal);
    assert.equal(mails.length, 1, `${mails.length} mails in the mailbox of ${address}`);
    compare(mails[0]!, octets, this.server.added);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#transports.map((transport) => transport.close()));
  }
}

export function takesToken(mechanism: string): boolean {
  return mechanism === 'XOAUTH2' || mechanism === 'OAUTHBEARER';
}

export function describe(error: MailError): string {
  return `${error.code} at ${error.phase}: ${error.message}`;
}

let boxes = 0;
