import type { Security, Transport } from '@ehlo/core';
import { catalogue } from '@ehlo/sandbox';
import type { FormSettings, Noticed, PastedSettings, ProviderId, RunEvent, Settings, SignInProvider } from '../api.js';
import { openTransport } from './adapters.js';
import type { Target } from './naive.js';
import { playedBy, readPasted } from './pasted.js';
import type { Opening, Stage } from './stage.js';
import { notice } from './view.js';

/** Who plays in a run: the transport, the server of the sandbox, and how both are shown. */
export interface Cast extends AsyncDisposable {
  readonly shown: Omit<Extract<RunEvent, { kind: 'stage' }>, 'kind'>;
  readonly warnings: readonly Noticed[];
  /** The sender of a letter that names none. */
  readonly from: string;
  /** For the naive client, which knows passwords only. */
  readonly naive?: Target;
  /** Throws a MailError for an account that cannot be used. */
  transport(): Transport;
}

export function castOf(settings: Settings, stage: Stage): Promise<Cast> {
  return settings.kind === 'form' ? castOfForm(settings, stage) : castOfPasted(settings, stage);
}

async function castOfForm({ provider, login, user, secret, via }: FormSettings, stage: Stage): Promise<Cast> {
  const box = stage.box(provider);
  const { host, port, tls, security } = box.transportOptions;
  const aim = { host, port, tls, ...(security ? { security } : {}) };
  const account = { user: user ?? box.user };
  const password = secret ?? box.password;
  const token = secret ?? box.accessToken;
  return {
    shown: {
      provider,
      known: true,
      ...(login === 'sign-in' && via === 'api'
        ? { meant: `${provider === 'gmail' ? 'gmail.googleapis.com' : 'graph.microsoft.com'}:443`, played: stage.web }
        : {
            meant: `${catalogue[provider].emulates}:${box.security === 'implicit' ? 465 : 587}`,
            played: `${host}:${port}`,
          }),
    },
    warnings: [],
    from: account.user.includes('@') ? account.user : box.user,
    ...(login === 'password' ? { naive: { host, port, ca: tls.ca, ...account, password } } : {}),
    transport: () => {
      // Whoever is signed in is the user; requests.ts lets it through for the providers of the web only.
      if (login === 'sign-in') return stage.signIn(provider as SignInProvider).mailbox.open(via ?? 'smtp', aim);
      const plain = login === 'password' ? { ...account, password } : { ...account, auth: () => token };
      return openTransport(provider, plain, aim);
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

/** The account that is pasted is known to nobody here: a server is opened for this run that takes it for the right one. */
async function castOfPasted({ text }: PastedSettings, stage: Stage): Promise<Cast> {
  const { options, used, from, warnings } = readPasted(text);
  const known = playedBy(options.host);
  const provider = known ?? 'generic';
  const { user, password, security: asked = 'auto' } = options;
  // The port of the sandbox tells nothing, so `auto` is decided by the port that was meant (RFC 8314 7.3).
  const security = asked === 'auto' && options.port === 465 ? 'implicit' : asked;
  const guest = await stage.guest(provider, {
    ...(user ? { user } : {}),
    ...(password ? { password } : {}),
    ...listeningFor(provider, security),
  });
  const { host, port } = guest;
  return {
    shown: {
      provider,
      meant: `${options.host}:${options.port ?? (security === 'implicit' ? 465 : 587)}`,
      played: `${host}:${port}`,
      known: known !== undefined,
      names: used,
    },
    warnings: warnings.map(notice),
    from: from ?? (user?.includes('@') ? user : 'someone@example.com'),
    ...(user && password ? { naive: { host, port, ca: guest.ca, user, password } } : {}),
    transport: () =>
      openTransport(
        provider,
        { ...(user ? { user } : {}), ...(password ? { password } : {}) },
        { host, port, tls: { ca: guest.ca }, security },
        options.host,
      ),
    [Symbol.asyncDispose]: () => guest.close(),
  };
}

/** Exchange listens for STARTTLS only, whatever is asked of it; the others listen for what the settings ask. */
function listeningFor(provider: ProviderId, asked: Security): Pick<Opening, 'security'> {
  const security = asked === 'none-on-loopback' ? 'none' : asked === 'implicit' ? 'implicit' : 'starttls';
  return catalogue[provider].securities.includes(security) && catalogue[provider].securities.length > 1
    ? { security }
    : {};
}
