import { describe, expect, test } from 'vitest';
import { ehlo, flat } from './terminal.js';

const qd = 'smtplib.SMTPNotSupportedError: SMTP AUTH extension not supported by server.';
const outlook = ['--host', 'smtp-mail.outlook.com', '--port', '587', '--client', 'smtplib'];

describe('ehlo explain', () => {
  test('says cause, person, fix and what spoke for it', async () => {
    const { exit, output } = await ehlo(['explain', ...outlook], { input: qd });
    expect(flat(output)).toContain('STARTTLS_REQUIRED The server wants TLS before it goes on');
    expect(flat(output)).toContain('who whoever sets up the program');
    expect(flat(output)).toContain("fix Set security to 'starttls'");
    expect(flat(output)).toContain('"AUTH extension not supported"');
    expect(exit).toBe(0);
  });

  test('speaks Chinese where the locale does, or --lang says so', async () => {
    const byLocale = await ehlo(['explain', ...outlook], { input: qd, env: { LANG: 'zh_CN.UTF-8' } });
    expect(byLocale.output).toContain('谁来处理');
    expect((await ehlo(['explain', ...outlook, '--lang', 'zh-CN'], { input: qd })).output).toBe(byLocale.output);
  });

  test('says plainly that it does not know', async () => {
    const { exit, output } = await ehlo(['explain'], { input: 'the kettle is on' });
    expect(output).toContain('Nothing in this tells a cause');
    expect(exit).toBe(65);
  });

  test('answers each observation of a file of JSON lines on a line of its own', async () => {
    const input = [
      '{"id":"a","symptom":"535 5.7.8 Username and Password not accepted","provider":"gmail"}',
      '{"id":"b"}',
    ];
    const { json, exit } = await ehlo(['explain', '--json', '-'], { input: `${input.join('\n')}\n` });
    const [a, b] = json();
    expect(a).toMatchObject({ id: 'a', code: expect.stringMatching(/^[A-Z_]+$/), who: expect.any(String) });
    expect(Object.keys(a as object)).toEqual(['id', 'code', 'alternatives', 'who', 'fix', 'certainty']);
    expect(b).toMatchObject({ id: 'b', certainty: 'none' });
    expect(exit).toBe(0);
  });

  test('answers one observation that stands over several lines', async () => {
    const input = JSON.stringify({ id: 'c', symptom: qd, config: { host: 'smtp.office365.com', port: 587 } }, null, 2);
    expect((await ehlo(['explain', '--json'], { input })).json()).toMatchObject([
      { id: 'c', code: 'STARTTLS_REQUIRED' },
    ]);
  });

  test('answers a pasted text with one line of JSON', async () => {
    const { json } = await ehlo(['explain', '--json', ...outlook], { input: qd });
    expect(json()).toEqual([expect.objectContaining({ code: 'STARTTLS_REQUIRED', causes: expect.any(Array) })]);
  });

  test('shows no secret of what was pasted', async () => {
    const input =
      'connect smtp://me:Passw0rd-Kettle@mail.example.com\n535 5.7.8 bad AUTH PLAIN AG1lAFBhc3N3MHJkLUtldHRsZQ==';
    for (const flags of [[], ['--json']]) {
      const { output, errors } = await ehlo(['explain', ...flags], { input });
      expect(output + errors).not.toMatch(/Kettle|AG1lAFBhc3N/);
      expect(output).not.toBe('');
    }
  });

  test('refuses nothing at all, and a file that is not there', async () => {
    expect(await ehlo(['explain'], { input: ' \n' })).toMatchObject({ exit: 64, output: '' });
    const { exit, errors } = await ehlo(['explain', 'no-such.log']);
    expect(errors).toContain('no-such.log cannot be read: ENOENT');
    expect(exit).toBe(66);
  });

  test('uses colours where they are wanted, and none with --no-color', async () => {
    expect((await ehlo(['explain', ...outlook], { input: qd, colours: true })).output).toContain('\u001b[1m');
    expect((await ehlo(['explain', '--no-color', ...outlook], { input: qd, colours: true })).output).not.toContain(
      '\u001b',
    );
  });
});
