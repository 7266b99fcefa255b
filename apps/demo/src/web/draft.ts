import type { FormSettings, ProviderId, RunRequest, Sequence, Via } from '../api.js';

/** What stands in the form. It lives in memory only: no storage, no address. */
export interface Draft {
  readonly tab: 'form' | 'paste';
  readonly provider: ProviderId;
  readonly login: FormSettings['login'];
  readonly via: Via;
  readonly user: string;
  readonly secret: string;
  readonly pasted: string;
  readonly sequence: Sequence | 'none';
}

export const FIRST_DRAFT: Draft = {
  tab: 'form',
  provider: 'microsoft365',
  login: 'token',
  via: 'smtp',
  user: '',
  secret: '',
  pasted: '',
  sequence: 'none',
};

/** QD's environment block as people have it when they meet the fault: both ways to TLS at once. */
export const QD_BLOCK = `MAIL_SMTP=smtp.office365.com
MAIL_PORT=587
MAIL_SSL=True
MAIL_STARTTLS=True
MAIL_USER=user@example.com
MAIL_PASSWORD=correct-horse
MAIL_FROM=user@example.com
`;

/** The naive client knows passwords only. */
export const naiveOf = (draft: Draft): Sequence | undefined =>
  draft.sequence === 'none' || (draft.tab === 'form' && draft.login !== 'password') ? undefined : draft.sequence;

export function requestOf(draft: Draft): RunRequest {
  const naive = naiveOf(draft);
  return { settings: settingsOf(draft), ...(naive ? { naive } : {}) };
}

function settingsOf(draft: Draft): RunRequest['settings'] {
  if (draft.tab === 'paste') return { kind: 'pasted', text: draft.pasted };
  const { provider, login, via } = draft;
  if (login === 'sign-in') return { kind: 'form', provider, login, via };
  return {
    kind: 'form',
    provider,
    login,
    ...(draft.user === '' ? {} : { user: draft.user }),
    ...(draft.secret === '' ? {} : { secret: draft.secret }),
  };
}
