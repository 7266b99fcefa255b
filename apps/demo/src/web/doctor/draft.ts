import type { ProviderId, SandboxChange } from '../../api.js';
import type { DoctorTarget, PROBE_LOGINS, PROBE_SECURITIES } from '../../api-doctor.js';
import type { Words } from '../words/index.js';

/** What stands in the form. It lives in memory only: no storage, no address. */
export interface Draft {
  readonly kind: DoctorTarget['kind'];
  readonly provider: ProviderId;
  readonly security: (typeof PROBE_SECURITIES)[number];
  readonly login: (typeof PROBE_LOGINS)[number];
  readonly address: string;
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly secret: string;
}

/** What people log in with there. */
export const USUAL_LOGIN: Readonly<Record<ProviderId, Draft['login']>> = {
  outlook: 'token',
  microsoft365: 'token',
  gmail: 'password',
  'workspace-relay': 'password',
  generic: 'password',
};

export const FIRST_DRAFT: Draft = {
  kind: 'sandbox',
  provider: 'microsoft365',
  security: 'auto',
  login: 'token',
  address: '',
  host: '',
  port: '',
  user: '',
  secret: '',
};

export function targetOf({ kind, provider, security, login, secret, ...typed }: Draft): DoctorTarget {
  const [address, host, port, user] = [typed.address, typed.host, typed.port, typed.user].map((word) => word.trim());
  const asked = { login, security, ...(user && login !== 'none' ? { user } : {}) };
  const shown = { ...asked, ...(secret && login !== 'none' ? { secret } : {}) };
  if (kind === 'sandbox') return { kind, provider, ...shown };
  return {
    kind,
    ...shown,
    ...(address ? { address } : {}),
    ...(host ? { host } : {}),
    ...(port ? { port: Number(port) } : {}),
  };
}

export type PatientId = keyof Words['doctor']['examples']['items'];

/** A situation in one click: what the form says, and what the server pretends. */
export interface Patient {
  readonly id: PatientId;
  readonly draft: Partial<Draft> & Pick<Draft, 'provider' | 'login'>;
  readonly change?: SandboxChange;
}

export const PATIENTS: readonly Patient[] = [
  { id: 'well', draft: { provider: 'gmail', login: 'password' } },
  { id: 'mode', draft: { provider: 'microsoft365', login: 'token', security: 'implicit' } },
  {
    id: 'closed',
    draft: { provider: 'microsoft365', login: 'token' },
    change: { set: { smtpAuth: 'disabled-for-tenant' } },
  },
  { id: 'certificate', draft: { provider: 'outlook', login: 'token' }, change: { fault: 'wrong-certificate' } },
  { id: 'stripped', draft: { provider: 'generic', login: 'password' }, change: { fault: 'starttls-stripped' } },
  { id: 'silent', draft: { provider: 'workspace-relay', login: 'password' }, change: { fault: 'silent' } },
];
