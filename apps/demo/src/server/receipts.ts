import { styleText } from 'node:util';
import { type Receipt, replyLine } from '@ehlo/core';

const COLOURS = { accepted: 'green', rejected: 'red', deferred: 'yellow', unknown: 'magenta' } as const;

/** A receipt for a person: the outcome, what the server said, and where it was not taken, why and what to do. */
export function receiptText(adapter: string, receipt: Receipt, colour: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const { envelope, outcome } = receipt;
  const rows: Array<readonly [string, string]> = [
    ['from', envelope.from],
    ['to', envelope.to.join(', ')],
    ['Message-ID', receipt.messageId],
    ...route(receipt),
    ...(receipt.outcome === 'accepted'
      ? [['reply', replyLine(receipt.reply)] as const]
      : [['cause', `${receipt.error.code}: ${receipt.error.message}`] as const, ['fix', receipt.error.fix] as const]),
    ...receipt.warnings.map((warning) => ['note', warning.message] as const),
  ];
  const head = `${paint('bold', adapter.padEnd(8))} ${paint(['bold', COLOURS[outcome]], outcome)}`;
  return [head, ...rows.map(([name, value]) => `  ${paint('gray', name.padEnd(11))} ${value}`)].join('\n');
}

/** Which server, how it was secured, and by which mechanism the login went. */
function route({ trace }: Receipt): Array<readonly [string, string]> {
  const { events } = trace;
  const secured = events.find((event) => event.kind === 'secured');
  const plan = events.find((event) => event.kind === 'plan');
  return [
    ...(secured?.kind === 'secured'
      ? [['TLS', `${secured.protocol}, certificate of ${secured.subject}`] as const]
      : []),
    ...(plan?.kind === 'plan' && plan.mechanism ? [['login', plan.mechanism] as const] : []),
  ];
}

/** The receipt as one line of JSON, with its adapter. Errors and traces hold no secret. */
export function receiptJson(adapter: string, receipt: Receipt): string {
  return JSON.stringify({ adapter, ...receipt });
}
