import type { Resolver, Target } from '@ehlo/doctor';
import { catalogue } from '@ehlo/sandbox';
import type { ProviderId } from '../api.js';
import {
  type DoctorTarget,
  type OwnTarget,
  PROBE_LOGINS,
  PROBE_SECURITIES,
  type SandboxTarget,
} from '../api-doctor.js';
import { timeouts } from './adapters.js';
import { fields, oneOf, port, record, text } from './body.js';
import { readProvider } from './requests.js';
import type { Stage } from './stage.js';

/** Whom the doctor examines, and how it is shown. */
export interface Patient {
  readonly target: Target;
  /** Where names may not be asked for: those of the sandbox's providers are the real ones. */
  readonly resolver?: Resolver;
  /** Which server was meant, and which server of the sandbox plays it. */
  readonly shown?: { readonly meant: string; readonly played: string };
}

export const patientOf = (target: DoctorTarget, stage: Stage): Patient =>
  target.kind === 'sandbox' ? ofSandbox(target, stage) : { target: ownTarget(target) };

/** By which profile each server of the sandbox is taken for what it plays. */
const PROFILES: Readonly<Record<ProviderId, string>> = {
  outlook: 'outlook',
  microsoft365: 'microsoft365',
  gmail: 'gmail',
  'workspace-relay': 'google-workspace-relay',
  generic: 'generic',
};

function ofSandbox({ provider, login, security, user, secret }: SandboxTarget, stage: Stage): Patient {
  const box = stage.box(provider);
  const { host, port, tls, security: usual } = box.transportOptions;
  const token = secret ?? box.accessToken;
  return {
    target: {
      ...{ host, port, tls, timeouts },
      provider: PROFILES[provider],
      ...(login === 'none' ? {} : { user: user ?? box.user }),
      ...(login === 'password' ? { password: secret ?? box.password } : {}),
      ...(login === 'token' ? { auth: () => token } : {}),
      ...(security !== 'auto' ? { security } : usual === undefined ? {} : { security: usual }),
    },
    resolver: nobody,
    shown: {
      meant: `${catalogue[provider].emulates}:${box.security === 'implicit' ? 465 : 587}`,
      played: `${host}:${port}`,
    },
  };
}

/** Knows no host: what is published for a provider that the sandbox plays is the real one, and is not dialled. */
const nobody: Resolver = { lookup: unknownName, srv: unknownName, mx: unknownName };

function unknownName(): Promise<never> {
  return Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
}

function ownTarget({ address, host, port, login, security, user, secret = '' }: OwnTarget): Target {
  return {
    security,
    ...(address === undefined ? {} : { address }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(login !== 'none' && user !== undefined ? { user } : {}),
    ...(login !== 'none' && address !== undefined ? { from: address } : {}),
    ...(login === 'password' ? { password: secret } : {}),
    ...(login === 'token' ? { auth: () => secret } : {}),
  };
}

export function readTarget(body: unknown): DoctorTarget {
  const kind = oneOf(record(body, 'body').kind, 'kind', ['sandbox', 'own'] as const);
  const place = kind === 'sandbox' ? ['provider'] : ['address', 'host', 'port'];
  const given = fields(body, 'body', ['kind', 'login', 'security', 'user', 'secret', ...place]);
  const login = {
    login: oneOf(given.login, 'login', PROBE_LOGINS),
    security: oneOf(given.security, 'security', PROBE_SECURITIES),
    ...(given.user === undefined ? {} : { user: text(given.user, 'user') }),
    ...(given.secret === undefined ? {} : { secret: text(given.secret, 'secret') }),
  };
  if (kind === 'sandbox') return { kind, provider: readProvider(given.provider), ...login };
  return {
    kind,
    ...login,
    ...(given.address === undefined ? {} : { address: text(given.address, 'address') }),
    ...(given.host === undefined ? {} : { host: text(given.host, 'host') }),
    ...(given.port === undefined ? {} : { port: port(given.port, 'port') }),
  };
}
