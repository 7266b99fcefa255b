import { spawn, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { type Sandbox, sandbox } from '../src/index.js';

const python = spawnSync('python3', ['-c', 'import smtplib, ssl']).status === 0;
const suite = python ? it : it.skip;
const why = python ? '' : ' (skipped: python3 is not installed; apt-get install python3)';

/** Runs lines of Python with `port`, `user`, `password` and `tls`, an SSL context that trusts the box. */
async function run(box: Sandbox, lines: readonly string[]): Promise<string> {
  const program = [
    'import json, smtplib, ssl, sys',
    'given = json.load(sys.stdin)',
    'port, user, password = given["port"], given["user"], given["password"]',
    'tls = ssl.create_default_context(cadata=given["ca"])',
    'try:',
    ...lines.map((line) => `    ${line}`),
    'except smtplib.SMTPException as error:',
    '    print(f"{type(error).__name__}: {error}")',
  ].join('\n');
  const child = spawn('python3', ['-c', program], { stdio: ['pipe', 'pipe', 'pipe'] });
  const { port, user, password, ca } = box;
  child.stdin.end(JSON.stringify({ port, user, password, ca }));
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  await new Promise((resolve) => child.once('close', resolve));
  return output.trim();
}

const notOffered = 'SMTPNotSupportedError: SMTP AUTH extension not supported by server.';

suite(`smtplib: STARTTLS, a second connection, login${why}`, async () => {
  await using box = await sandbox.microsoft365({ basicAuth: 'enabled' });
  const output = await run(box, [
    'client = smtplib.SMTP("127.0.0.1", port)',
    'client.starttls(context=tls)',
    'client.connect("127.0.0.1", port)',
    'client.login(user, password)',
  ]);
  expect(output).toBe(notOffered);
  expect(box.counters.connections).toBe(2);
});

suite(`smtplib: login without STARTTLS${why}`, async () => {
  await using box = await sandbox.microsoft365({ basicAuth: 'enabled' });
  expect(await run(box, ['smtplib.SMTP("127.0.0.1", port).login(user, password)'])).toBe(notOffered);
  expect(box.counters.commands.AUTH).toBeUndefined();
});

suite(`smtplib: STARTTLS, login, a mail${why}`, async () => {
  await using box = await sandbox.microsoft365({ basicAuth: 'enabled' });
  const output = await run(box, [
    'client = smtplib.SMTP("127.0.0.1", port)',
    'client.starttls(context=tls)',
    'client.login(user, password)',
    'print(client.sendmail(user, ["to@example.net"], "Subject: from Python\\r\\n\\r\\n.dot\\r\\n"))',
    'client.quit()',
  ]);
  expect(output).toBe('{}');
  expect((await box.inbox[0]!.parsed()).subject).toBe('from Python');
});

suite(`smtplib: login where basic authentication is disabled${why}`, async () => {
  await using box = await sandbox.outlook();
  const output = await run(box, [
    'client = smtplib.SMTP("127.0.0.1", port)',
    'client.starttls(context=tls)',
    'client.login(user, password)',
  ]);
  expect(output).toMatch(
    /^SMTPAuthenticationError: \(535, b'5\.7\.139 Authentication unsuccessful, basic authentication is disabled\./,
  );
});

suite(`smtplib: implicit TLS${why}`, async () => {
  await using box = await sandbox.gmail();
  const output = await run(box, [
    'client = smtplib.SMTP_SSL("127.0.0.1", port, context=tls)',
    'client.login(user, password)',
    'print(client.sendmail(user, ["to@example.net"], "hello"))',
  ]);
  expect(output).toBe('{}');
  expect(box.inbox.length).toBe(1);
});
