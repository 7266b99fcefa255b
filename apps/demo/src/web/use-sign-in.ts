import { useCallback, useEffect, useRef, useState } from 'react';
import { type ProviderId, SIGN_IN_PROVIDERS, type SignInOrder, type SignInProvider, type SignInState } from '../api.js';
import { orderSignIn, readSignIn } from './client.js';

/** How often it is asked whether the person has come back. */
const ASK_MS = 700;

interface Held {
  /** Undefined where there is no sign-in in view. */
  readonly state: SignInState | undefined;
  read(): void;
  order(provider: ProviderId, order: SignInOrder): Promise<void>;
}

/** The sign-in of the provider in view. While a person is asked, it is read again and again. */
export function useSignIn(provider: ProviderId | undefined): Held {
  const [state, setState] = useState<SignInState>();
  const inView = useRef(provider);
  inView.current = provider;

  const show = useCallback((told: SignInState) => {
    if (told.provider === inView.current) setState(told);
  }, []);
  const read = useCallback(() => {
    const asked = inView.current;
    // The next run tells where the server is gone.
    if (isOfWeb(asked)) readSignIn(asked).then(show, () => undefined);
  }, [show]);
  const order = useCallback(
    async (ordered: ProviderId, what: SignInOrder) => {
      if (isOfWeb(ordered)) await orderSignIn(ordered, what).then(show, () => undefined);
    },
    [show],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another provider has another sign-in
  useEffect(read, [provider, read]);
  const isAsked = state?.waiting !== undefined;
  useEffect(() => {
    if (!isAsked) return;
    const timer = window.setInterval(read, ASK_MS);
    return () => window.clearInterval(timer);
  }, [isAsked, read]);
  return { state: state?.provider === provider ? state : undefined, read, order };
}

function isOfWeb(provider: ProviderId | undefined): provider is SignInProvider {
  return SIGN_IN_PROVIDERS.some((one) => one === provider);
}
