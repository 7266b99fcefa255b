import {
  createSmtpTransport,
  isMailError,
  judgeFault,
  type MailError,
  type Phase,
  type Policy,
  type Receipt,
  type TraceEvent,
  type Warning,
} from '@ehlo/core';
import { Conversation } from './conversation.js';
import type { Ladder } from './ladder.js';
import type { Limit } from './limit.js';
import { withName } from './neighbours.js';
import type { StageName } from './report.js';
import type { Road } from './road.js';
import type { Account } from './target.js';

/** What became of the conversation. */
export interface Shaken {
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly warnings: readonly Warning[];
  readonly failed?: { readonly stage: StageName; readonly error: MailError };
}

/** The part of the time that a token may take to be had. */
const FOR_TOKEN = 2 / 3;

/**
 * The engine's own handshake, as a transport would make it, with the sender tried; or one message, where that was asked
 * for. The events become stages as they come.
 */
export async function shakeHands(
  account: Account,
  { route, address }: Road,
  timeouts: Policy['timeouts'],
  sendTo: string | undefined,
  ladder: Ladder,
  limit: Limit,
  milliseconds: number,
  tell: (event: TraceEvent) => void,
): Promise<Shaken> {
  const { profile, options, from, hasLogin } = account;
  const conversation = new Conversation(ladder, sendTo !== undefined, hasLogin);
  const stop = new AbortController();
  const signal = AbortSignal.any([limit.signal(milliseconds), stop.signal]);
  const observe = (event: TraceEvent | { readonly kind: 'progress' }): void => {
    if (event.kind === 'progress') return;
    // Once the server has said yes there is no second login: a transport would make one for a line that was lost.
    if (event.kind === 'route' && conversation.loggedIn) return stop.abort();
    conversation.happened(event);
    tell(event);
  };
  // A source that asks a person, or a server that hangs, must not make the probe wait.
  const source = options.auth;
  if (source !== undefined) ladder.begin('token');
  const transport = createSmtpTransport(profile, {
    ...options,
    // The address that answered to TCP, so that all stages speak of the same server.
    host: address ?? route.host,
    port: route.port,
    tls: withName(options.tls ?? {}, route.host),
    timeouts,
    connections: 1,
    observe,
    ...(source === undefined
      ? {}
      : { auth: async (request) => limit.within(milliseconds * FOR_TOKEN, Promise.resolve(source(request))) }),
  });
  const told = new Set(transport.warnings.map(({ code }) => code));
  let warnings: readonly Warning[] = [];
  let error: MailError | undefined;
  try {
    if (sendTo === undefined) {
      const report = await transport.check({ signal, ...(from === undefined ? {} : { from }) });
      warnings = report.warnings.filter(({ code }) => !told.has(code));
      error = report.error;
    } else {
      const receipt = await transport.send(testMessage(from ?? '', sendTo), { signal });
      warnings = receipt.warnings.filter(({ code }) => !told.has(code));
      error = errorOf(receipt);
    }
    if (error === undefined) await transport.close();
  } catch (thrown) {
    limit.refuseAborted();
    if (!isMailError(thrown) && !signal.aborted) throw thrown;
    // A line that was lost behind the login was waiting for the answer to MAIL: a later loss is told by the receipt.
    const phase = stop.signal.aborted ? 'envelope' : phaseOf(ladder.open);
    error = isMailError(thrown) ? thrown : judgeFault({ phase, route, timedOut: !stop.signal.aborted });
  }
  void transport.close();
  const { tls, handshakes } = conversation;
  if (error !== undefined) {
    const stage = handshakes === 0 ? beforeDialling(error) : stageOf(error.phase, ladder.open);
    return { tls, warnings, failed: { stage, error } };
  }
  ladder.end();
  return { tls, warnings };
}

function testMessage(from: string, to: string): { from: string; to: string; subject: string; text: string } {
  return {
    from,
    to,
    subject: 'Test message',
    text: 'This message was sent to see whether mail can be sent. It needs no answer.\n',
  };
}

function errorOf(receipt: Receipt): MailError | undefined {
  return receipt.outcome === 'accepted' ? receipt.refused[0]?.error : receipt.error;
}

/** The token is had before anything is dialled; what else is refused there is a setting. */
function beforeDialling({ phase }: MailError): StageName {
  return phase === 'settings' ? 'settings' : 'token';
}

/** The stage that an error belongs to. `open` is the one that had not ended. */
function stageOf(phase: Phase, open: StageName | undefined): StageName {
  switch (phase) {
    case 'connect':
      return 'tcp';
    case 'hello':
      return open === 'ehlo-tls' ? open : 'ehlo';
    case 'ready':
      return open ?? 'auth';
    case 'envelope':
      return open === 'rset' || open === 'message' ? open : 'mail';
    case 'data':
    case 'sent':
      // The message may have gone out together with MAIL, and MAIL be what got no answer.
      return open === 'mail' ? open : 'message';
    case 'settings':
    case 'greeting':
    case 'tls':
    case 'auth':
    case 'quit':
      return phase;
    default:
      return phase satisfies never;
  }
}

/** What was waited for in a stage. */
function phaseOf(stage: StageName | undefined): Phase {
  switch (stage) {
    case 'greeting':
    case 'tls':
    case 'auth':
    case 'quit':
    case 'settings':
      return stage;
    case 'ehlo':
    case 'ehlo-tls':
      return 'hello';
    case 'mail':
    case 'rset':
      return 'envelope';
    case 'message':
      return 'sent';
    case 'token':
      return 'auth';
    case 'dns':
    case 'tcp':
    case undefined:
      return 'connect';
    default:
      return stage satisfies never;
  }
}
