/**
 * Real sends with the installed packages, as a user's program: plain JavaScript, so that any runtime can run it.
 * EHLO_SERVERS has the servers as JSON. Prints one line of JSON, and must end by itself.
 */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { connect as dial } from 'node:net';
import { Readable } from 'node:stream';
import { connect } from 'node:tls';
import { toNodemailer } from '@ehlo/core/nodemailer';
import { generic } from '@ehlo/generic';
import { createTransport } from 'nodemailer';

const { starttls, implicit, two, elsewhere, file, dkim, content } = JSON.parse(process.env.EHLO_SERVERS);
for (const account of [starttls, implicit, two]) Object.defineProperty(account, 'accessToken', { enumerable: false });
const mail = { from: starttls.user, to: 'you@example.net', text: 'Hello.' };

const rows = {
  'STARTTLS, password': () => accepted(starttls),
  'implicit TLS, password': () => accepted(implicit),
  'STARTTLS, SCRAM-SHA-256-PLUS (channel binding)': () => accepted({ ...starttls, mechanisms: ['SCRAM-SHA-256-PLUS'] }),
  'implicit TLS, SCRAM-SHA-256': () => accepted({ ...implicit, mechanisms: ['SCRAM-SHA-256'] }),
  'STARTTLS, token by XOAUTH2': () => accepted({ ...token(starttls), mechanisms: ['XOAUTH2'] }),
  'implicit TLS, token by OAUTHBEARER': () => accepted({ ...token(implicit), mechanisms: ['OAUTHBEARER'] }),
  'host by name (localhost)': () => accepted({ ...starttls, host: 'localhost' }),
  'over DATA': () => accepted({ ...starttls, transfer: 'data' }),
  'over BDAT': () => accepted({ ...starttls, transfer: 'bdat' }),
  'attachment of 1 MB, from memory': () => accepted(starttls, attached({ content: Buffer.from(content.repeat(64)) })),
  'attachment of 1 MB, a stream': () =>
    accepted(implicit, attached({ content: Readable.from(Array.from({ length: 64 }, () => Buffer.from(content))) })),
  'attachment, a file': () => accepted(starttls, attached({ path: file })),
  'attachment, a stream of a file': () => accepted(starttls, attached({ content: createReadStream(file) })),
  DKIM: () => accepted({ ...starttls, dkim }),
  '30 messages over 3 connections': async () => {
    const transport = generic({ ...starttls, connections: 3 });
    const messages = Array.from({ length: 30 }, (_, n) => ({
      ...mail,
      subject: `30 messages over 3 connections ${n}`,
    }));
    for await (const { outcome, error } of transport.sendMany(messages)) equal(outcome, 'accepted', error);
    await transport.close();
  },
  'partial refusal': async () => {
    const receipt = await send(two, { to: ['you@example.net', 'late@example.net'] });
    equal(receipt.outcome, 'accepted', receipt.error);
    equal(receipt.refused.map(({ recipient }) => recipient).join(), 'late@example.net');
  },
  'wrong password': () => fails({ ...starttls, password: 'not the password' }, 'CREDENTIALS_REJECTED'),
  'wrong token': () => fails({ ...token(starttls), auth: () => 'no-token' }, 'XOAUTH2_TOKEN_REJECTED'),
  'untrusted certificate, STARTTLS': () => fails({ ...starttls, tls: {} }, 'TLS_CERT_'),
  'untrusted certificate, implicit TLS': () => fails({ ...implicit, tls: { ca: elsewhere } }, 'TLS_CERT_'),
  'certificate for another name': () =>
    fails({ ...starttls, tls: { ...starttls.tls, servername: 'other.example.org' } }, 'TLS_CERT_HOSTNAME_MISMATCH'),
  'TLS 1.3 as the least': () => accepted({ ...starttls, tls: { ...starttls.tls, minVersion: 'TLSv1.3' } }),
  'nobody listens': () => fails({ ...starttls, port: 1 }, 'HOST_MISSING_LOCALHOST'),
  'check()': async () => {
    const transport = generic(starttls);
    const report = await transport.check();
    await transport.close();
    equal(report.ok, true, report.error);
    equal(report.endpoint.tls, 'starttls');
  },
  'an abort before the end': async () => {
    const transport = generic(starttls);
    const sending = transport.send(mail, { signal: AbortSignal.abort(new Error('no longer wanted')) });
    equal(await sending.catch((error) => error.message), 'no longer wanted');
    await transport.close();
  },
  'as a nodemailer transport': async () => {
    const transport = generic(implicit);
    const mailer = createTransport(toNodemailer(transport));
    const info = await mailer.sendMail({ ...mail, subject: 'as a nodemailer transport' });
    equal(info.accepted.join(), 'you@example.net');
    await transport.close();
  },
  CommonJS: async () => {
    const required = createRequire(import.meta.url)('@ehlo/generic');
    await accepted(starttls, {}, required.generic);
  },
};

/** What the engine asks of sockets. */
const interfaces = {
  'net: autoSelectFamily': async () => {
    // Nothing listens on ::1.
    const addresses = [
      { address: '::1', family: 6 },
      { address: implicit.host, family: 4 },
    ];
    const lookup = (_name, _options, done) => done(null, addresses);
    const socket = dial({ host: 'two.example', port: implicit.port, autoSelectFamily: true, lookup });
    await once(socket, 'connect');
    socket.destroy();
    return socket.remoteAddress !== '::1';
  },
  'tls: getPeerCertificate': (socket) => socket.getPeerCertificate().valid_to.length > 0,
  'tls: getPeerX509Certificate': (socket) => socket.getPeerX509Certificate().raw.length > 0,
  'tls: exportKeyingMaterial': (socket) =>
    socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0)).length === 32,
  'tls: getProtocol': (socket) => /^TLSv1/.test(socket.getProtocol()),
  'tls: getCipher': (socket) => socket.getCipher().name.length > 0,
};

/** The row that runs; its name is the subject of its mail. */
let current;
const results = {};
for (const [name, run] of Object.entries(rows)) results[name] = await outcome(name, run);
process.stdout.write(`${JSON.stringify({ rows: results, interfaces: await look() })}\n`);

async function outcome(name, run) {
  current = name;
  const begun = performance.now();
  try {
    await run();
    return { ok: true, milliseconds: Math.round(performance.now() - begun) };
  } catch (error) {
    return { ok: false, milliseconds: Math.round(performance.now() - begun), error: String(error?.message ?? error) };
  }
}

async function send(account, differing = {}, make = generic) {
  const transport = make({
    ...account,
    timeouts: { connect: 5_000, greeting: 5_000, tls: 5_000, auth: 5_000, sent: 20_000 },
  });
  try {
    return await transport.send({ ...mail, subject: current, ...differing });
  } finally {
    await transport.close();
  }
}

async function accepted(account, differing, make) {
  const { outcome, error } = await send(account, differing, make);
  equal(outcome, 'accepted', error);
}

async function fails(account, code) {
  const { outcome, error } = await send(account);
  if (outcome === 'accepted' || !error.code.startsWith(code))
    throw new Error(`${outcome} ${error?.code}, not ${code}: ${error?.message}`);
}

function attached(attachment) {
  return { attachments: [{ filename: 'a.bin', ...attachment }] };
}

/** The account with its token in place of its password. */
function token({ password: _password, accessToken, ...account }) {
  return { ...account, auth: () => accessToken };
}

function equal(value, expected, because) {
  if (value !== expected)
    throw new Error(
      `${JSON.stringify(value)}, not ${JSON.stringify(expected)} ${because?.code ?? ''} ${because?.message ?? ''}`,
    );
}

async function look() {
  const { host, port, tls } = implicit;
  const socket = connect({ host, port, ca: tls.ca });
  await once(socket, 'secureConnect');
  const found = {};
  for (const [name, probe] of Object.entries(interfaces)) {
    try {
      found[name] = (await probe(socket)) ? 'yes' : 'no';
    } catch (error) {
      found[name] = `no: ${error.message}`;
    }
  }
  socket.destroy();
  return found;
}
