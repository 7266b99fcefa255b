import { PassThrough } from 'node:stream';
import { type Discovery, discover, type Resolver } from '@ehlo/doctor';
import stringWidth from 'fast-string-width';
import { describe, expect, test } from 'vitest';
import { Session } from '../src/session.js';
import { foundText, StepView } from '../src/show/discovery.js';
import { ehlo, flat } from './terminal.js';

describe('ehlo discover', () => {
  test('shows each step, the servers as a table, and what to do next', async () => {
    const { exit, output, errors } = await ehlo(['discover', 'me@gmail.com']);
    expect(output).toMatch(
      /^✓ known to ehlo +\d+ ms {2}smtp\.gmail\.com:465, smtp\.gmail\.com:587, gmail \(gmail\.com\)$/m,
    );
    expect(output).toMatch(/^– SRV +not needed$/m);
    expect(output).toMatch(/^– Mozilla ISPDB +only with --ispdb/m);
    expect(output).toMatch(/^ {2}server +security +user +from$/m);
    expect(output).toMatch(/^ {2}smtp\.gmail\.com:465 {2}TLS at once {2}me@gmail\.com {2}known to ehlo$/m);
    expect(output).toContain('ehlo doctor me@gmail.com');
    expect({ exit, errors }).toEqual({ exit: 0, errors: '' });
  });

  test('speaks Chinese', async () => {
    const { output } = await ehlo(['discover', 'me@qq.com', '--lang', 'zh-CN']);
    expect(output).toMatch(/^✓ 内置资料 +\d+ ms {2}smtp\.qq\.com:465，.*qq \(qq\.com\)$/m);
    expect(output).toMatch(/^– SRV 记录 +不需要查询$/m);
    expect(output).toMatch(/^ {2}服务器 +加密方式 +用户名 +来源$/m);
    expect(output).toMatch(/smtp\.qq\.com:465 +直接 TLS +me@qq\.com +内置资料/);
  });

  test('answers a program with the whole search on one line', async () => {
    const { json, exit } = await ehlo(['discover', 'me@gmail.com', '--json']);
    expect(json()).toEqual([
      expect.objectContaining({
        domain: 'gmail.com',
        found: expect.arrayContaining([expect.objectContaining({ host: 'smtp.gmail.com', port: 465 })]),
        steps: expect.arrayContaining([expect.objectContaining({ step: 'ispdb', result: 'not asked' })]),
      }),
    ]);
    expect(exit).toBe(0);
  });

  test('refuses what is no address', async () => {
    const { exit, errors } = await ehlo(['discover', 'me@@example']);
    expect(errors).toContain('CONFIG_VALUE_INVALID');
    expect(exit).toBe(78);
    expect(await ehlo(['discover'])).toMatchObject({ exit: 64 });
  });
});

describe('a search that leaves the presets', () => {
  const nobody = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
  const silent: Resolver = { lookup: nobody, srv: nobody, mx: nobody };

  /** A search with DNS and pages of the test's own, as the command would show it. */
  async function shown(resolver: Partial<Resolver>, lang: 'en' | 'zh-CN' = 'en', page?: string) {
    const stream = () => Object.assign(new PassThrough(), { isTTY: false, columns: 80 });
    const output = stream();
    const signal = new AbortController().signal;
    const terminal = { input: stream(), output, errors: stream(), env: {}, folder: '.', signal };
    const session = new Session(terminal, { lang });
    const view = new StepView(session);
    const get = async () => (page === undefined ? { status: 404, body: '' } : { status: 200, body: page });
    const options = { resolver: { ...silent, ...resolver }, get, observe: view.ended.bind(view) };
    const discovery: Discovery = await discover('me@corp.example', options);
    view.close();
    session.print(foundText(discovery, session));
    return (output.read() as Buffer).toString();
  }

  const srv = async (name: string) =>
    name.startsWith('_submissions')
      ? [{ name: 'smtp.elsewhere.example', port: 465, priority: 0, weight: 0 }]
      : nobody();

  test('what only DNS says has to be confirmed', async () => {
    const text = await shown({ srv });
    expect(text).toMatch(/^✓ SRV +\d+ ms {2}smtp\.elsewhere\.example:465, SRV _submissions\._tcp.*…$/m);
    expect(text).toMatch(/^– autoconfig +\d+ ms {2}no such page \(https:\/\/autoconfig\.corp\.example\/.*…$/m);
    expect(text).toMatch(/^– MX +\d+ ms {2}no such name \(corp\.example\)$/m);
    expect(flat(text)).toContain(
      'Look at this host before a password goes there: smtp.elsewhere.example. DNS names a host outside corp.example, and nothing proves it.',
    );
  });

  test('in Chinese too', async () => {
    const text = await shown({ srv }, 'zh-CN');
    expect(text).toMatch(/^– autoconfig +\d+ ms {2}没有这个页面 /m);
    expect(flat(text).replaceAll(' ', '')).toContain('DNS给出的主机不在corp.example之内，没有任何证明。');
  });

  test('a server that two steps tell of stands in the table once', async () => {
    const page = `<clientConfig><emailProvider id="corp.example"><outgoingServer type="smtp">
      <hostname>smtp.elsewhere.example</hostname><port>465</port><socketType>SSL</socketType>
      <username>%EMAILADDRESS%</username></outgoingServer></emailProvider></clientConfig>`;
    const text = await shown({ srv }, 'en', page);
    expect(text.match(/^ {2}smtp\.elsewhere\.example:465 .*$/gm)).toEqual([
      expect.stringMatching(/TLS at once +me@corp\.example +autoconfig$/),
    ]);
  });

  test('nothing found: says whom to ask', async () => {
    expect(flat(await shown({}))).toContain('Ask whoever runs the mail of corp.example for its host and port.');
  });

  test('fits 80 columns', async () => {
    for (const lang of ['en', 'zh-CN'] as const)
      for (const line of (await shown({ srv }, lang)).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });
});
