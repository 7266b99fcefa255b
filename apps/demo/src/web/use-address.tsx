import { createContext, type MouseEvent, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { ADDRESSES, type Address } from '../api.js';

interface Place {
  readonly address: Address;
  /** Pages that were looked at; they stay as they were left. */
  readonly visited: readonly Address[];
  go(to: Address): void;
}

/** Which page is in view. Addresses are real ones: they can be opened, kept, and gone back to. */
export function useAddress(): Place {
  const [visited, setVisited] = useState<readonly Address[]>(() => [here()]);
  const address = visited.at(-1)!;
  const show = useCallback(
    (to: Address) => setVisited((before) => [...before.filter((other) => other !== to), to]),
    [],
  );
  useEffect(() => {
    const goBack = (): void => show(here());
    window.addEventListener('popstate', goBack);
    return () => window.removeEventListener('popstate', goBack);
  }, [show]);
  const go = useCallback(
    (to: Address) => {
      if (to !== here()) window.history.pushState(null, '', to);
      show(to);
      window.scrollTo(0, 0);
      // Whoever does not see the page hears that it is another one.
      document.querySelector('main')?.focus({ preventScroll: true });
    },
    [show],
  );
  return { address, visited, go };
}

const here = (): Address => ADDRESSES.find((address) => address === window.location.pathname) ?? '/';

export const PlaceContext = createContext<Place>({ address: '/', visited: ['/'], go: () => {} });

/** A link to a page: followed here, unless it is wanted in a tab of its own. */
export function PageLink({ to, children, className }: { to: Address; children: ReactNode; className?: string }) {
  const { address, go } = useContext(PlaceContext);
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a className={className} href={to} onClick={follow} aria-current={address === to ? 'page' : undefined}>
      {children}
    </a>
  );
}
