import { PassThrough } from 'node:stream';
import type { Target } from '@ehlo/doctor';
import { describe, expect, test } from 'vitest';
import { withOwnLogin } from '../src/account/probed.js';
import { type KeptAccount, Register } from '../src/account/register.js';
import { Session } from '../src/session.js';
import { fileOf } from './boxes.js';

const contoso: KeptAccount = { address: 'me@contoso.com', provider: 'microsoft', clientId: 'app', via: 'smtp' };
const personal: KeptAccount = { ...contoso, address: 'me@family.example', tenant: 'consumers' };
const china: KeptAccount = { ...contoso, address: 'me@contoso.cn', cloud: '21vianet' };
const graph: KeptAccount = { ...contoso, address: 'you@contoso.com', via: 'graph' };
const gmail: KeptAccount = { address: 'me@gmail.com', provider: 'google', clientId: 'desk', via: 'auto' };
const workspace: KeptAccount = { ...gmail, address: 'me@corp.example' };

/** What is probed where these are kept. */
async function probed(target: Target, kept: readonly KeptAccount[], env: Readonly<Record<string, string>> = {}) {
  const folder = fileOf('other', '').replace(/other$/, '');
  const stream = () => Object.assign(new PassThrough(), { isTTY: false });
  const [input, output, errors, signal] = [stream(), stream(), stream(), new AbortController().signal];
  const terminal = { input, output, errors, signal, folder, env: { EHLO_HOME: folder, ...env } };
  const register = new Register(terminal);
  for (const account of kept) await register.keep(account);
  const { auth, ...rest } = await withOwnLogin(new Session(terminal), {}, target);
  return { ...rest, signedIn: auth !== undefined };
}

describe('the login of a probe', () => {
  test.each<[string, Target, readonly KeptAccount[], Target]>([
    [
      'is kept for the address',
      { address: 'Me@Contoso.com' },
      [contoso, gmail],
      { user: contoso.address, provider: 'microsoft365' },
    ],
    ['is kept for the user', { user: gmail.address }, [contoso, gmail], { user: gmail.address }],
    [
      'is kept beside a server that is named',
      { host: 'h', user: gmail.address },
      [gmail],
      { user: gmail.address, host: 'h' },
    ],
    [
      'is of Outlook.com for a person with a domain of their own',
      { address: personal.address },
      [personal],
      { provider: 'outlook' },
    ],
    [
      'is of the national cloud that was signed in to',
      { address: china.address },
      [china],
      { provider: 'office365-21vianet' },
    ],
    [
      'is of Google for a domain that Google serves',
      { address: workspace.address },
      [workspace],
      { provider: 'gmail' },
    ],
    ['is the only one kept, where nothing is named', {}, [gmail], { user: gmail.address }],
  ])('%s', async (_, target, kept, expected) => {
    expect(await probed(target, kept)).toMatchObject({ ...expected, signedIn: true });
  });

  test.each<[string, Target, readonly KeptAccount[], Record<string, string>]>([
    ['none is kept for the address', { address: 'you@gmail.com' }, [gmail], {}],
    ['several are kept and none is named', {}, [gmail, contoso], {}],
    ['a server is named, and nobody', { host: 'smtp.example.com' }, [gmail], {}],
    ['consent was for Graph alone', { address: graph.address }, [graph], {}],
    ['a password is given', { address: gmail.address, password: 'kettle' }, [gmail], { EHLO_PASSWORD: 'kettle' }],
    ['a URL tells all', { url: 'smtps://me@smtp.gmail.com', user: gmail.address }, [gmail], {}],
    ['variables tell all', { env: { SMTP_HOST: 'h' }, user: gmail.address }, [gmail], {}],
  ])('is as it was told where %s', async (_, target, kept, env) => {
    expect(await probed(target, kept, env)).toEqual({ ...target, signedIn: false });
  });
});
