import { google, type Provider, type Road, type SignedIn, type SignInOptions, signIn as signInWith } from '@ehlo/oauth';

/** How people sign in at your app. A desktop client of Google has a `clientSecret`, which is needed and no secret. */
export interface GmailSignInOptions extends Omit<SignInOptions, 'provider' | 'account' | 'road' | 'alsoFor'> {
  /**
   * `smtp`, the default: https://mail.google.com/, for SMTP and the Gmail API alike. `gmail-api`: the narrower gmail.send,
   * with which SMTP does not work.
   */
  readonly road?: 'smtp' | 'gmail-api';
  /** In place of Google's endpoints: a test server. */
  readonly provider?: Provider;
}

/** Sign-ins at one app, for any number of accounts: what `gmail()` takes as `auth`. */
export interface GmailSignIn {
  readonly roads: readonly Road[];
  /** The sign-in of one account: to have its owner sign in, to see its status, to sign out. The same for the same account. */
  for(user: string): SignedIn;
}

/** Signs in once and stays signed in: `gmail({ user, auth: signIn({ clientId, clientSecret, store }) })`. */
export function signIn({ provider = google(), ...options }: GmailSignInOptions): GmailSignIn {
  const signedIn = new Map<string, SignedIn>();
  return {
    roads: options.road === 'gmail-api' ? ['gmail-api'] : ['smtp', 'gmail-api'],
    for(user) {
      const known = signedIn.get(user);
      if (known !== undefined) return known;
      const made = signInWith({ ...options, provider, account: user });
      signedIn.set(user, made);
      return made;
    },
  };
}
