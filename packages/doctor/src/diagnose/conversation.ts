import type { TraceEvent } from '@ehlo/core';
import type { Ladder } from './ladder.js';
import type { StageName } from './report.js';

/** What belongs to the conversation, in its order. */
export function stagesOf(tls: 'implicit' | 'starttls' | 'none', mail: boolean): StageName[] {
  const opening: StageName[] = {
    implicit: ['tls', 'greeting', 'ehlo'] as StageName[],
    starttls: ['greeting', 'ehlo', 'tls', 'ehlo-tls'] as StageName[],
    none: ['greeting', 'ehlo'] as StageName[],
  }[tls];
  return [...opening, 'auth', 'mail', mail ? 'message' : 'rset', 'quit'];
}

/** Verbs by the stage that they begin. EHLO has two. */
const VERBS: Readonly<Record<string, StageName>> = {
  STARTTLS: 'tls',
  MAIL: 'mail',
  RCPT: 'message',
  DATA: 'message',
  BDAT: 'message',
  RSET: 'rset',
  QUIT: 'quit',
};

/** Makes stages of what happens on a connection. */
export class Conversation {
  readonly #ladder: Ladder;
  readonly #mail: boolean;
  readonly #hasLogin: boolean;
  #tls: 'implicit' | 'starttls' | 'none' = 'starttls';
  #secured = false;
  /** The last reply was a refusal. */
  #refused = false;
  /** QUIT behind a refusal: it belongs to no stage. */
  #farewell = false;
  /** Something was heard since the last command. */
  #answered = false;
  /** Handshakes that were begun. */
  handshakes = 0;
  /** The server has said yes to the login. */
  loggedIn = false;
  #triedSender = false;
  /** MAIL was said and has no answer; what goes with it in a group stands here until then. */
  #behindMail: string[] | undefined;

  constructor(ladder: Ladder, mail: boolean, hasLogin: boolean) {
    this.#ladder = ladder;
    this.#mail = mail;
    this.#hasLogin = hasLogin;
  }

  get tls(): 'implicit' | 'starttls' | 'none' {
    return this.#tls;
  }

  happened(event: TraceEvent): void {
    const ladder = this.#ladder;
    switch (event.kind) {
      case 'route':
        this.#begin(event.tls);
        break;
      case 'connected':
        ladder.begin(this.#tls === 'implicit' ? 'tls' : 'greeting');
        break;
      case 'secured':
        this.#secured = true;
        ladder.see(...securedWords(event));
        if (this.#tls === 'implicit') ladder.begin('greeting');
        else ladder.end();
        break;
      case 'client':
        this.#said(event.line);
        break;
      case 'server':
        this.#heard(event.line);
        break;
      case 'offer':
        ladder.end();
        break;
      case 'plan':
        if (this.#hasLogin) ladder.begin('auth');
        else ladder.skip('auth', 'no credentials were given');
        break;
      case 'message':
        this.#say(`(${event.octets} octets of message)`);
        break;
      case 'closed':
        if (ladder.open === 'quit' && !this.#answered) ladder.see('no answer to QUIT, which harms nothing');
        break;
      default:
        event satisfies never;
    }
  }

  #begin(tls: 'implicit' | 'starttls' | 'none'): void {
    this.handshakes += 1;
    this.#tls = tls;
    this.#secured = false;
    this.#refused = false;
    this.#farewell = false;
    this.#behindMail = undefined;
    const stages = stagesOf(tls, this.#mail);
    if (this.handshakes === 1) this.#ladder.follow(stages);
    else this.#ladder.again(stages);
  }

  #said(line: string): void {
    const [verb = ''] = line.split(' ');
    const stage = /^(?:EHLO|HELO)$/.test(verb) ? this.#hello : VERBS[verb];
    this.#farewell = stage === 'quit' && this.#refused;
    if (this.#farewell) return;
    if (stage === 'quit' && !this.#triedSender) this.#ladder.skip('mail', 'no sender is known: set from');
    if (this.#behindMail === undefined && stage !== undefined) this.#ladder.begin(stage);
    this.#say(line);
    this.#triedSender ||= verb === 'MAIL';
    this.#answered = false;
    if (verb === 'MAIL') this.#behindMail = [];
  }

  #say(line: string): void {
    if (this.#behindMail === undefined) this.#ladder.see(`C: ${line}`);
    else this.#behindMail.push(line);
  }

  #heard(line: string): void {
    if (this.#farewell) return;
    this.#answered = true;
    this.#refused = /^[45]/.test(line);
    if (this.#ladder.open === 'auth' && line.startsWith('235')) this.loggedIn = true;
    this.#ladder.see(`S: ${line}`);
    if (this.#behindMail !== undefined && /^\d{3}(?: |$)/.test(line)) this.#mailAnswered(this.#behindMail);
  }

  /** RFC 2920 3.1: RCPT, DATA and even the message may stand behind a MAIL that has no answer yet. */
  #mailAnswered(behind: readonly string[]): void {
    this.#behindMail = undefined;
    if (this.#refused || behind.length === 0) return;
    this.#ladder.begin('message');
    this.#ladder.see(...behind.map((line) => `C: ${line}`));
  }

  get #hello(): StageName {
    return this.#secured && this.#tls === 'starttls' ? 'ehlo-tls' : 'ehlo';
  }
}

function securedWords(event: Extract<TraceEvent, { kind: 'secured' }>): string[] {
  const { protocol, cipher, subject, issuer, validTo, names = [], chain = [issuer] } = event;
  return [
    `${protocol}, ${cipher}`,
    `certificate of ${subject}${names.length === 0 ? '' : `, for ${names.join(', ')}`}`,
    `issued by ${chain.join(', by ')}`,
    `valid until ${validTo}`,
  ];
}
