import { isMailError, type MailError } from '@ehlo/core';
import { authorizationCode, deviceCode, type Flow, type OAuthEvent } from '@ehlo/oauth';
import type { WebSandbox } from '@ehlo/sandbox';
import type { Fate, FlowName, SignInNews, SignInOrder, SignInProvider, SignInState } from '../api.js';
import { BadRequest } from './body.js';
import type { Door } from './door.js';
import { type Mailbox, openMailbox } from './mailbox.js';
import { faultOf } from './view.js';

/** News that are told at most. */
const TOLD = 8;
const HOUR = 3_600_000;

/** The sign-in to one mailbox of the sandbox: a person is asked, tokens come and go, and all of it can be looked at. */
export class SignIn {
  readonly mailbox: Mailbox;
  readonly #provider: SignInProvider;
  readonly #web: WebSandbox;
  readonly #door: Door;
  readonly #news: SignInNews[] = [];
  #fault: MailError | undefined;
  #waiting: SignInState['waiting'];
  #running: { readonly abort: AbortController; readonly over: Promise<void> } | undefined;

  constructor(provider: SignInProvider, user: string, web: WebSandbox, door: Door) {
    this.#provider = provider;
    this.#web = web;
    this.#door = door;
    this.mailbox = openMailbox(provider, user, web, (event) => this.#hear(event));
  }

  async state(): Promise<SignInState> {
    const { signedIn, user, flows } = this.mailbox;
    const status = await signedIn.status();
    return {
      provider: this.#provider,
      account: user,
      flows,
      now: this.#web.clock.now(),
      news: this.#news.toReversed(),
      ...(this.#waiting && { waiting: this.#waiting }),
      ...(this.#fault && { fault: faultOf(this.#fault) }),
      ...(status && {
        life: {
          signedInAt: status.signedInAt,
          renewals: status.renewals,
          renewable: status.renewable,
          tokens: status.tokens.map(({ scope, audience, expiresAt, renewAt }) => ({
            scope,
            renewAt,
            ...(audience !== undefined && { audience }),
            ...(expiresAt !== undefined && { expiresAt }),
          })),
        },
      }),
    };
  }

  async follow(order: SignInOrder): Promise<void> {
    switch (order.do) {
      case 'begin':
        return this.#begin(order.flow, order.approve === true);
      case 'cancel':
        return this.#cancel();
      case 'sign-out':
        await this.#cancel();
        this.#fault = undefined;
        if (await this.mailbox.signedIn.status()) await this.mailbox.signedIn.signOut();
        return;
      default:
        return this.#meet(order.do);
    }
  }

  /** Returns when there is something for the person to do; with `approve`, when the sandbox has done it. */
  async #begin(name: FlowName, approve: boolean): Promise<void> {
    if (!this.mailbox.flows.includes(name)) throw new BadRequest('flow', `one of ${this.mailbox.flows.join(', ')}`);
    await this.#cancel();
    this.#fault = undefined;
    const abort = new AbortController();
    let asked!: () => void;
    const shown = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const flow = name === 'browser' ? this.#inBrowser(asked, approve) : this.#byCode(asked, approve);
    const over = this.mailbox.signedIn
      .signIn({ flow, signal: abort.signal })
      .then(
        () => undefined,
        (error: unknown) => {
          if (abort.signal.aborted) return;
          if (!isMailError(error)) throw error;
          this.#fault = error;
        },
      )
      .finally(() => {
        if (this.#running?.abort === abort) this.#waiting = undefined;
      });
    this.#running = { abort, over };
    await (approve ? over : Promise.race([shown, over]));
    // What fails later than this has nobody who waits for it.
    over.catch(() => undefined);
  }

  #byCode(asked: () => void, approve: boolean): Flow {
    return deviceCode({
      show: ({ userCode, verificationUri, expiresAt: until }) => {
        if (approve) this.#web.approve(userCode, this.mailbox.user);
        else this.#waiting = { flow: 'device-code', page: this.#door.to(verificationUri), userCode, until };
        asked();
      },
    });
  }

  #inBrowser(asked: () => void, approve: boolean): Flow {
    return authorizationCode({
      open: async (url) => {
        if (approve) return this.#sayYes(url);
        this.#waiting = { flow: 'browser', page: this.#door.to(url), until: this.#web.clock.now() + HOUR / 6 };
        asked();
      },
    });
  }

  /** What a person and a browser do: press the button, and go where the answer leads. */
  async #sayYes(url: string): Promise<void> {
    const body = new URLSearchParams({ user: this.mailbox.user, decision: 'approve' });
    const answer = await this.#web.fetch(url, { method: 'POST', body, redirect: 'manual' });
    await fetch(answer.headers.get('location') ?? '');
  }

  async #cancel(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#waiting = undefined;
    running?.abort.abort(new Error('called off from the page'));
    await running?.over;
  }

  #meet(fate: Fate): void {
    const provider = this.#provider === 'gmail' ? 'google' : 'microsoft';
    const whose = { provider, user: this.mailbox.user } as const;
    switch (fate) {
      case 'hour-passes':
        return this.#web.clock.advance(HOUR);
      case 'access-ends':
        return this.#web.expire('access', whose);
      case 'refresh-ends':
        return this.#web.expire('refresh', whose);
      case 'revoked':
        return this.#web.revoke(whose);
      default:
        return fate satisfies never;
    }
  }

  #hear(event: OAuthEvent): void {
    switch (event.kind) {
      case 'asking':
      case 'waiting-for-person':
        return;
      case 'sign-in-needed':
        this.#fault = event.error;
        break;
      case 'signed-in':
      case 'renewed':
        this.#fault = undefined;
        break;
      default:
        break;
    }
    const { at, kind } = event;
    this.#news.push({
      at,
      kind,
      ...('scope' in event && { scope: event.scope }),
      ...('rotated' in event && { rotated: event.rotated }),
      ...('code' in event && { code: event.code }),
    });
    this.#news.splice(0, this.#news.length - TOLD);
  }
}
