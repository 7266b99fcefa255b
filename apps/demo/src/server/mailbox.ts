import type { Transport } from '@ehlo/core';
import { gmail, signIn as signInToGmail } from '@ehlo/gmail';
import { memoryStore, type OAuthEvent, type SignedIn } from '@ehlo/oauth';
import { outlook, signIn as signInToOutlook } from '@ehlo/outlook';
import type { WebSandbox } from '@ehlo/sandbox';
import type { FlowName, SignInProvider, Via } from '../api.js';
import { type Aim, timeouts } from './adapters.js';

/** A mailbox that a person signs in to, as a program of theirs would have it. */
export interface Mailbox {
  readonly user: string;
  readonly signedIn: SignedIn;
  readonly flows: readonly FlowName[];
  /** Opens the adapter's transport with the sign-in as its `auth`. `aim` is of SMTP. */
  open(via: Via, aim: Aim): Transport;
}

/** The sign-in of the provider's adapter at the sandbox's web; grants are kept until the demo ends. */
export function openMailbox(
  provider: SignInProvider,
  user: string,
  web: WebSandbox,
  observe: (event: OAuthEvent) => void,
): Mailbox {
  const store = memoryStore();
  const { fetch } = web;
  const around = { store, fetch, observe, now: () => web.clock.now() };
  if (provider === 'gmail') {
    const auth = signInToGmail({ ...web.google, ...around });
    const options = { user, auth, timeouts };
    return {
      user,
      signedIn: auth.for(user),
      // Google opens the device flow to no scope of mail.
      flows: ['browser'],
      open: (via, aim) => {
        if (via === 'smtp') return gmail({ ...options, ...aim });
        if (via === 'api') return gmail({ ...options, via: 'gmail-api', gmailApi: { fetch } });
        return gmail({ ...options, ...aim, via, gmailApi: { fetch } });
      },
    };
  }
  const account = provider === 'outlook' ? 'personal' : 'work';
  const auth = signInToOutlook({ clientId: web.microsoft.clientId, alsoFor: ['graph'], ...around });
  const options = { user, auth, account, timeouts } as const;
  return {
    user,
    signedIn: auth.for(user, account),
    flows: ['device-code', 'browser'],
    open: (via, aim) => {
      if (via === 'smtp') return outlook({ ...options, ...aim });
      if (via === 'api') return outlook({ ...options, via: 'graph', graph: { fetch } });
      return outlook({ ...options, ...aim, via, graph: { fetch } });
    },
  };
}
