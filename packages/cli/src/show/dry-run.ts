import type { OpenAccount, Road } from '../account/open.js';
import type { ComposedMail } from '../mail/compose.js';
import type { Session } from '../session.js';
import { sendWords } from '../words/send.js';
import { row } from './rows.js';

/** Where a mail would go and why, for a person. The message itself is the answer, on stdout. */
export function dryRunText({ how, roads }: OpenAccount, { envelope, octets }: ComposedMail, session: Session): string {
  const { language, paintNote, terminal } = session;
  const words = sendWords[language];
  const columns = terminal.errors.columns ?? 100;
  const [first] = roads;
  const rows: Array<readonly [string, string]> = [
    [words.account, how[language]],
    ...roads.map((road, at) => [at === 0 ? words.road : '', roadWords(road, session)] as const),
    [words.plan, first?.kind === 'https' ? words.planApi : words.planLater],
    [words.envelope, `${envelope.from || '<>'} → ${envelope.to.join(', ')}`],
    [words.message, `${octets.length} B`],
  ];
  return [words.dryRun, ...rows.map(([name, text]) => row(name, text, paintNote, columns))].join('\n');
}

function roadWords(road: Road, { language }: Session): string {
  const { after } = sendWords[language];
  const when = road.after === undefined ? '' : ` (${after[road.after]})`;
  if (road.kind === 'https') return `${road.url}${when}`;
  const tls = { implicit: 'TLS', starttls: 'STARTTLS', none: 'no TLS' }[road.tls];
  return `${road.host}:${road.port} ${tls}${when}: ${road.why.join('; ')}`;
}

export function dryRunValue({ how, roads }: OpenAccount, mail: ComposedMail, { language }: Session): object {
  const message = Buffer.from(mail.octets).toString('utf8');
  return { account: how[language], roads, envelope: mail.envelope, message };
}
