import { MINUTE, SECOND } from './clock.js';
import type { WebAccount } from './directory.js';
import { graphResources } from './scopes.js';
import { type Ask, refusal } from './serve.js';
import { Slots, Window } from './throttle.js';
import type { World } from './world.js';

/** A request that may go on: whose mailbox it is for, by which app. */
export interface Admitted {
  readonly mailbox: WebAccount;
  readonly clientId: string;
}

/** Who may use which mailbox, and how much: learn.microsoft.com/graph/throttling-limits, Outlook service limits. */
export class GraphAccess {
  readonly #world: World;
  readonly #requests: Window;
  readonly #uploads: Window;
  readonly #slots = new Slots();

  constructor(world: World) {
    this.#world = world;
    this.#requests = new Window(world.clock, 10 * MINUTE);
    this.#uploads = new Window(world.clock, 5 * MINUTE);
  }

  /** Throws where the token is not good, not for this, or where too much is asked. */
  admit(ask: Ask, permission: 'Mail.Send' | 'Mail.ReadWrite'): Admitted {
    const world = this.#world;
    const token = this.#token(ask);
    const id = ask.req.param('user');
    const mailbox = world.directory.account('microsoft', id ?? token.user ?? '');
    if (id === undefined && token.user === undefined) throw refusal.graph(world, 'BadRequest');
    if (mailbox === undefined) throw refusal.graph(world, 'ResourceNotFound', { user: id });
    ask.get('record').user = mailbox.user;
    const own = mailbox.user === token.user;
    const shared = token.user !== undefined && !own;
    const allowed = token.scopes.includes(shared ? `${permission}.Shared` : permission);
    const theirs = token.mailboxes ?? [mailbox.user];
    const policy = theirs.some((one) => one.toLowerCase() === mailbox.user.toLowerCase());
    if (!allowed || !policy || (token.user === undefined && mailbox.kind === 'personal')) {
      throw refusal.graph(world, 'ErrorAccessDenied');
    }
    this.#throttle(ask, `${token.clientId} ${mailbox.id}`);
    return { mailbox, clientId: token.clientId };
  }

  /** Counts what is uploaded. */
  upload({ clientId, mailbox }: Admitted, octets: number): void {
    const wait = this.#uploads.spend(`${clientId} ${mailbox.id}`, octets, this.#world.switches.graphUpload);
    if (wait > 0) throw this.#tooMuch(wait, 'Application is over its upload limit.');
  }

  #token(ask: Ask) {
    const refuse = (message: string): Error => refusal.graph(this.#world, 'InvalidAuthenticationToken', { message });
    const [, text] = /^Bearer (.+)$/i.exec(ask.req.header('authorization') ?? '') ?? [];
    if (text === undefined) throw refuse('Access token is empty.');
    const token = this.#world.tokens.find(text);
    if (token === undefined || token.provider !== 'microsoft') throw refuse('CompactToken parsing failed.');
    if (token.expired) throw refuse('Lifetime validation failed, the token is expired.');
    if (!graphResources.includes(token.audience)) {
      throw refuse('Access token validation failure. Invalid audience.');
    }
    return token;
  }

  #throttle(ask: Ask, who: string): void {
    const { graphConcurrency, graphRequests } = this.#world.switches;
    const wait = this.#requests.spend(who, 1, graphRequests);
    if (wait > 0) throw this.#tooMuch(wait, 'Application is over its MailboxRequests limit.');
    const release = this.#slots.take(who, graphConcurrency);
    if (release === undefined) throw this.#tooMuch(SECOND, 'Application is over its MailboxConcurrency limit.');
    // The slot is held until the answer has left.
    const { outgoing } = ask.env;
    outgoing.once('finish', release);
    outgoing.once('close', release);
  }

  #tooMuch(wait: number, message: string): Error {
    const retryAfter = String(Math.ceil(wait / SECOND));
    return refusal.graph(this.#world, 'ApplicationThrottled', { message, retryAfter });
  }
}
