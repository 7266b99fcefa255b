import type { OpenAccount, Road } from '../account/open.js';
import type { ComposedMail } from '../mail/compose.js';
import type { Session } from '../session.js';
import { sendWords } from '../words/send.js';
import { row } from './rows.js';
import type { Wording } from './wording.js';

/** Where a mail would go and why, for a person. The message itself is the answer, on stdout. */
export function dryRunText(
  { how, roads }: OpenAccount,
  { envelope, octets }: ComposedMail,
  { paintNote, terminal }: Session,
  wording: Wording,
): string {
  const { language } = wording;
  const words = sendWords[language];
  const columns = terminal.errors.columns ?? 100;
  const [first] = roads;
  const rows: Array<readonly [string, string]> = [
    [words.account, how[language]],
    ...roads.map((road, at) => [at === 0 ? words.road : '', roadWords(road, wording)] as const),
    [words.plan, first?.kind === 'https' ? words.planApi : words.planLater],
    [words.envelope, `${envelope.from || '<>'} → ${envelope.to.join(', ')}`],
    [words.message, `${octets.length} B`],
  ];
  return [words.dryRun, ...rows.map(([name, text]) => row(name, text, paintNote, columns))].join('\n');
}

function roadWords(road: Road, { language, said }: Wording): string {
  const { after } = sendWords[language];
  const when = road.after === undefined ? '' : ` (${after[road.after]})`;
  if (road.kind === 'https') return `${road.url}${when}`;
  const tls = { implicit: 'TLS', starttls: 'STARTTLS', none: said('no TLS') }[road.tls];
  return `${road.host}:${road.port} ${tls}${when}: ${road.why.map(said).join('; ')}`;
}

export function dryRunValue({ how, roads }: OpenAccount, mail: ComposedMail, { language }: Session): object {
  const message = Buffer.from(mail.octets).toString('utf8');
  return { account: how[language], roads, envelope: mail.envelope, message };
}
