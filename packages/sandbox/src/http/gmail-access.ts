import { MINUTE } from './clock.js';
import type { WebAccount } from './directory.js';
import { type Ask, refusal } from './serve.js';
import { Window } from './throttle.js';
import type { World } from './world.js';

/** Any of these lets one send (developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send). */
const SCOPES = [
  'https://mail.google.com/',
  'https://www.googleapis.com/auth/gmail.modify',
  'https://www.googleapis.com/auth/gmail.compose',
  'https://www.googleapis.com/auth/gmail.send',
];
/** developers.google.com/workspace/gmail/api/reference/quota. */
const UNITS_OF_SEND = 100;

/** Who may send, and how much. */
export class GmailAccess {
  readonly #world: World;
  readonly #units: Window;

  constructor(world: World) {
    this.#world = world;
    this.#units = new Window(world.clock, MINUTE);
  }

  /** Throws where the token is not good or not for this mailbox. */
  admit(ask: Ask): WebAccount {
    const world = this.#world;
    const [, text = ''] = /^Bearer (.+)$/i.exec(ask.req.header('authorization') ?? '') ?? [];
    const token = world.tokens.find(text);
    const account = world.directory.account('google', token?.user ?? '');
    if (token === undefined || token.provider !== 'google' || token.expired || account === undefined) {
      throw refusal.gmail(world, 'authError');
    }
    ask.get('record').user = account.user;
    if (!token.scopes.some((scope) => SCOPES.includes(scope))) throw refusal.gmail(world, 'insufficientPermissions');
    const id = decodeURIComponent(ask.req.param('user')!);
    if (id !== 'me' && id.toLowerCase() !== account.user.toLowerCase()) {
      throw refusal.gmail(world, 'delegationDenied', { user: account.user });
    }
    return account;
  }

  /** Counts the units of one message. */
  spend(account: WebAccount): void {
    const world = this.#world;
    const wait = this.#units.spend(account.id, UNITS_OF_SEND, world.switches.gmailUnits);
    const retry = new Date(world.clock.now() + wait).toISOString();
    if (wait > 0) throw refusal.gmail(world, 'userRateLimitExceeded', { retry });
  }
}
