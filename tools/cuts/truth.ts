import type { Outcome } from '@ehlo/core';
import type { Line, Way } from './cutting-proxy.js';
import { type Reading, read } from './tls-reading.js';

/** What is known of one message by those who stand outside the client. */
export interface Truth {
  /** How often its last octet came out of the client. */
  readonly left: number;
  /** The whole reply to it passed to the client. */
  readonly answered: boolean;
  /** How often the server took it. */
  readonly taken: number;
}

/** How outcomes stand to the truth, and what each case is. */
export const findings = {
  right: 'It is so, and the client could know it.',
  legitimate: '`unknown`: the end of the message had left the client and no answer had come.',
  unread: '`unknown` for what the client handed to its kernel around a reset, before it heard of it: nobody read it.',
  avoidable: '`unknown`, and the client knew better: the answer had come, or the end of the message had not left.',
  'false accepted': '`accepted`, and the server did not take it, or no answer had come.',
  'false refused': '`deferred` or `rejected`, and the server took it, or nobody could know.',
  twice: 'Taken twice, or sent a second time after its end had left.',
} as const;

export type Finding = keyof typeof findings;

/** A client can say no better. */
export function isHarmless(finding: Finding): boolean {
  return finding === 'right' || finding === 'legitimate' || finding === 'unread';
}

/** Holds an outcome against the truth. `way` is how the line was cut, if it was. */
export function judge(outcome: Outcome, { left, answered, taken }: Truth, way: Way | undefined): Finding {
  if (taken > 1 || left > 1) return 'twice';
  switch (outcome) {
    case 'accepted':
      return taken > 0 && answered ? 'right' : 'false accepted';
    case 'deferred':
    case 'rejected':
      return taken > 0 || (left > 0 && !answered) ? 'false refused' : 'right';
    case 'unknown':
      if (answered) return 'avoidable';
      if (left > 0) return 'legitimate';
      return way === 'reset' ? 'unread' : 'avoidable';
    default:
      return outcome satisfies never;
  }
}

/** What went over one line: what the client sent, whether or not it passed, and what passed to the client. */
export function readLine({ came, passed }: Line): Record<'client' | 'server', Reading> {
  return read(Buffer.concat(came['to server']), Buffer.concat(came['to client']).subarray(0, passed['to client']));
}

/** What the lines of a run tell of a message that ends so. The server says its id in the reply to it, and nowhere else. */
export function witnessed(
  readings: ReadonlyArray<ReturnType<typeof readLine>>,
  id: string,
  end: string,
): Omit<Truth, 'taken'> {
  return {
    left: readings.reduce((sum, { client }) => sum + client.text.split(end).length - 1, 0),
    answered: readings.some(({ server }) => server.text.includes(`<${id}>\r\n`)),
  };
}
