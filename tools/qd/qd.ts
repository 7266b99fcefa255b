import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The settings of QD that matter to mail, as its variables have them. */
export interface QdSettings {
  /** `old`: TLS, then a second connection. `new`: what QD does since that was mended. */
  readonly form: 'old' | 'new';
  readonly host: string;
  readonly port: number;
  readonly ssl: boolean;
  readonly starttls: boolean;
  readonly user: string;
  readonly password: string;
  readonly sender: string;
  readonly to: string;
  /** How long it waits for each reply. QD itself waits for ever. Default 15. */
  readonly seconds?: number;
}

/** What QD's log would hold. `error` is null where the mail was sent. */
export interface QdResult {
  readonly logged: readonly string[];
  readonly error: string | null;
}

/** Has Python's smtplib do what QD does, once for each of the settings, one after the other. */
export async function playQd(settings: readonly QdSettings[]): Promise<QdResult[]> {
  const script = fileURLToPath(new URL('sequences.py', import.meta.url));
  const python = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const pieces: Buffer[] = [];
  python.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  python.stdin.end(settings.map((each) => `${JSON.stringify({ seconds: 15, ...each })}\n`).join(''));
  const [code] = (await once(python, 'close')) as [number];
  if (code !== 0) throw new Error(`python3 ended with ${code}`);
  return Buffer.concat(pieces)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as QdResult);
}

/** The same settings as QD's environment block. */
export function environmentBlock({ host, port, ssl, starttls, user, password }: QdSettings): string {
  const python = (value: boolean): string => (value ? 'True' : 'False');
  return [
    `MAIL_SMTP=${host}`,
    `MAIL_PORT=${port}`,
    `MAIL_SSL=${python(ssl)}`,
    `MAIL_STARTTLS=${python(starttls)}`,
    `MAIL_USER=${user}`,
    `MAIL_PASSWORD=${password}`,
    '',
  ].join('\n');
}
