import { useCallback, useEffect, useRef, useState } from 'react';
import type { Delivered, ProviderId, SandboxChange, SandboxState } from '../api.js';
import { changeSandbox, readInbox, readSandbox } from './client.js';

interface Sandbox {
  readonly state: SandboxState | undefined;
  readonly mails: readonly Delivered[];
  change(provider: ProviderId, change: SandboxChange): Promise<void>;
  readMails(): void;
}

/** The sandbox's servers, and the inbox of the one in view. They are asked when the page comes into view. */
export function useSandbox(provider: ProviderId, shown: boolean): Sandbox {
  const [state, setState] = useState<SandboxState>();
  const [mails, setMails] = useState<readonly Delivered[]>([]);
  const inView = useRef(provider);
  inView.current = provider;

  const readMails = useCallback(() => {
    const asked = inView.current;
    readInbox(asked).then(
      (found) => asked === inView.current && setMails(found),
      () => undefined,
    );
  }, []);

  // Another page may have changed it meanwhile.
  useEffect(() => {
    if (shown) readSandbox().then(setState, () => undefined);
  }, [shown]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the inbox in view changes with the provider
  useEffect(readMails, [provider, readMails]);

  const change = useCallback(async (changed: ProviderId, what: SandboxChange) => {
    try {
      setState(await changeSandbox(changed, what));
    } catch {
      // The next run tells that the server is gone.
    }
  }, []);
  return { state, mails, change, readMails };
}
