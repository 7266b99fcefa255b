import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';

export type Security = 'none' | 'starttls' | 'implicit';

/** What a program is to do. */
export interface Errand {
  readonly port: number;
  readonly security: Security;
  readonly user: string;
  readonly password: string;
  readonly from: string;
  readonly to: string;
  /** The message, with CRLF. */
  readonly octets: Buffer;
  /** An empty folder, in which `ca.pem` and `message` (the octets) lie. */
  readonly folder: string;
}

export interface Program {
  readonly name: string;
  /** Undefined where the program is here, else the Debian package that brings it. */
  readonly missing: string | undefined;
  /** Sends the octets as they are; else the program writes header fields of its own. */
  readonly exact: boolean;
  /** Does the errand; gives all that the program said, and whether it says that the mail was sent. */
  send(errand: Errand): Promise<{ readonly sent: boolean; readonly said: string }>;
}

/** Programs that people send with, each by the switches that its manual names. */
export const programs: readonly Program[] = [
  python('smtplib, sendmail', 'python3', [
    'client = smtplib.SMTP_SSL("127.0.0.1", port, context=tls) if security == "implicit" else smtplib.SMTP("127.0.0.1", port)',
    'security == "starttls" and client.starttls(context=tls)',
    'client.login(user, password)',
    'refused = client.sendmail(sender, [to], octets)',
    'client.quit()',
  ]),
  python(
    'smtplib, send_message',
    'python3',
    [
      'from email.message import EmailMessage',
      'mail = EmailMessage()',
      'mail["From"], mail["To"], mail["Subject"] = sender, to, "Grüße"',
      'mail.set_content("Hello\\n.dot\\n")',
      'client = smtplib.SMTP_SSL("127.0.0.1", port, context=tls) if security == "implicit" else smtplib.SMTP("127.0.0.1", port)',
      'security == "starttls" and client.starttls(context=tls)',
      'client.login(user, password)',
      'client.send_message(mail)',
      'client.quit()',
    ],
    false,
  ),
  // Debian has the module for its own Python, which need not be the first on the path.
  python('aiosmtplib', '/usr/bin/python3', [
    'import asyncio, aiosmtplib',
    'asyncio.run(aiosmtplib.send(octets, sender=sender, recipients=[to], hostname="127.0.0.1", port=port,',
    '    username=user, password=password, tls_context=tls if security != "none" else None,',
    '    use_tls=security == "implicit", start_tls=security == "starttls"))',
  ]),
  program('curl', 'curl', true, ({ port, security, user, password, from, to, folder }) => ({
    args: [
      ...[
        '--silent',
        '--show-error',
        '--verbose',
        '--mail-from',
        from,
        '--mail-rcpt',
        to,
        '--upload-file',
        join(folder, 'message'),
      ],
      ...['--user', `${user}:${password}`, '--cacert', join(folder, 'ca.pem')],
      ...(security === 'starttls' ? ['--ssl-reqd'] : []),
      `${security === 'implicit' ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    ],
  })),
  program('swaks', 'swaks', false, ({ port, security, user, password, from, to, folder }) => ({
    args: [
      ...[
        '--server',
        '127.0.0.1',
        '--port',
        String(port),
        '--from',
        from,
        '--to',
        to,
        '--data',
        `@${join(folder, 'message')}`,
      ],
      ...['--auth', 'LOGIN', '--auth-user', user, '--auth-password', password],
      ...(security === 'none' ? [] : ['--tls-verify', '--tls-ca-path', join(folder, 'ca.pem')]),
      ...(security === 'starttls' ? ['--tls'] : security === 'implicit' ? ['--tls-on-connect'] : []),
    ],
  })),
  program('msmtp', 'msmtp', true, ({ port, security, user, password, from, to, octets, folder }) => {
    const config = join(folder, 'msmtprc');
    const lines = [
      'account default',
      ...['host 127.0.0.1', `port ${port}`, `from ${from}`, 'auth on', `user ${user}`, `password ${password}`],
      ...(security === 'none' ? ['tls off'] : ['tls on', `tls_trust_file ${join(folder, 'ca.pem')}`]),
      `tls_starttls ${security === 'starttls' ? 'on' : 'off'}`,
    ];
    writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
    // It is a sendmail, and takes the line ends of its platform.
    const input = Buffer.from(octets.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    // In clear it logs in with PLAIN only where that is asked for by name.
    return { args: ['-C', config, ...(security === 'none' ? ['--auth=plain'] : []), '--', to], input };
  }),
  program('git send-email', 'git', false, ({ port, security, user, password, from, to, octets, folder }) => {
    const patch = join(folder, 'mail.patch');
    writeFileSync(
      patch,
      octets
        .toString('latin1')
        .replaceAll('\r\n', '\n')
        .replace(/^(?:Message-ID|To): .*\n/gim, ''),
      'latin1',
    );
    return {
      args: [
        ...['send-email', '--confirm=never', '--suppress-cc=all', '--from', from, '--to', to],
        ...[
          '--smtp-server',
          '127.0.0.1',
          '--smtp-server-port',
          String(port),
          '--smtp-user',
          user,
          '--smtp-pass',
          password,
        ],
        ...(security === 'none' ? [] : ['--smtp-encryption', security === 'starttls' ? 'tls' : 'ssl']),
        ...['--smtp-ssl-cert-path', join(folder, 'ca.pem'), patch],
      ],
      cwd: folder,
    };
  }),
  {
    name: 'nodemailer',
    missing: undefined,
    exact: true,
    async send({ port, security, user, password, from, to, octets, folder }) {
      const { readFile } = await import('node:fs/promises');
      const mailer = createTransport({
        ...{ host: '127.0.0.1', port, secure: security === 'implicit', requireTLS: security === 'starttls' },
        ignoreTLS: security === 'none',
        auth: { user, pass: password },
        tls: { ca: await readFile(join(folder, 'ca.pem')) },
      });
      return mailer.sendMail({ envelope: { from, to }, raw: octets }).then(
        (info) => ({ sent: true, said: info.response }),
        (error: Error) => ({ sent: false, said: error.message }),
      );
    },
  },
];

interface Call {
  readonly args: readonly string[];
  readonly input?: Buffer;
  readonly cwd?: string;
}

function program(name: string, command: string, exact: boolean, call: (errand: Errand) => Call): Program {
  // git tells the usage of a command that it has, and exits with 1 all the same.
  const isGit = name === 'git send-email';
  const { status, stdout } = spawnSync(command, isGit ? ['send-email', '-h'] : ['--version'], { encoding: 'utf8' });
  const isHere = isGit ? /--dump-aliases/.test(stdout ?? '') : status === 0;
  const lacking = isHere ? modulesLacking(name) : isGit ? 'git git-email' : command;
  return {
    name,
    exact,
    missing: lacking,
    send: (errand) => run(command, call(errand), errand.folder),
  };
}

/** Modules of Perl for AUTH, TLS and addresses: the packages of these programs only recommend them. */
function modulesLacking(name: string): string | undefined {
  if (name === 'swaks') return perlLacks(['Net::SSLeay'], 'libnet-ssleay-perl');
  if (name !== 'git send-email') return undefined;
  const modules = ['Authen::SASL', 'IO::Socket::SSL', 'Mail::Address'];
  return perlLacks(modules, 'libauthen-sasl-perl libio-socket-ssl-perl libmailtools-perl');
}

function perlLacks(modules: readonly string[], packages: string): string | undefined {
  const { status } = spawnSync('perl', [...modules.map((name) => `-M${name}`), '-e', '1']);
  return status === 0 ? undefined : packages;
}

function python(name: string, command: string, lines: readonly string[], exact = true): Program {
  const module = name === 'aiosmtplib' ? 'aiosmtplib' : 'smtplib';
  const isHere = spawnSync(command, ['-c', `import ssl, ${module}`]).status === 0;
  const script = [
    'import base64, json, smtplib, ssl, sys',
    'given = json.load(sys.stdin)',
    'port, security, user, password = given["port"], given["security"], given["user"], given["password"]',
    'sender, to, octets = given["from"], given["to"], base64.b64decode(given["octets"])',
    'tls = ssl.create_default_context(cafile=given["ca"])',
    ...lines,
  ].join('\n');
  return {
    name,
    exact,
    missing: isHere ? undefined : module === 'aiosmtplib' ? 'python3-aiosmtplib' : 'python3',
    send: ({ octets, folder, ...given }) => {
      const input = { ...given, octets: octets.toString('base64'), ca: join(folder, 'ca.pem') };
      return run(command, { args: ['-c', script], input: Buffer.from(JSON.stringify(input)) }, folder);
    },
  };
}

/** Away from whatever configuration of the user the machine has. */
async function run(
  command: string,
  { args, input, cwd }: Call,
  home: string,
): Promise<{ sent: boolean; said: string }> {
  const git = { GIT_CONFIG_NOSYSTEM: '1', EMAIL: 'Me <me@client.example>' };
  const env = { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, LANG: 'C.UTF-8', ...git };
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'], ...(cwd === undefined ? {} : { cwd }) });
  child.stdin.on('error', () => undefined).end(input);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (octets) => (said += octets));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { sent: status === 0, said };
}
