import { type ComponentType, lazy, Suspense, useEffect, useMemo } from 'react';
import type { Address } from '../api.js';
import { HandshakePage } from './HandshakePage.js';
import { Header } from './Header.js';
import { useLanguageChoice, useTheme } from './taste.js';
import { PlaceContext, useAddress } from './use-address.js';
import { DICTIONARIES, SpokenContext, type Words } from './words/index.js';

interface PageRow {
  readonly id: keyof Words['pages'];
  /** What the first Tab leads to. */
  readonly start: string;
  readonly Page: ComponentType<{ readonly shown: boolean }>;
}

/** The first page comes at once; the others when they are wanted. */
const PAGES: Readonly<Record<Address, PageRow>> = {
  '/': { id: 'handshake', start: 'conversation', Page: HandshakePage },
  '/why': { id: 'why', start: 'causes', Page: lazy(() => import('./why/WhyPage.js')) },
  '/doctor': { id: 'doctor', start: 'stages', Page: lazy(() => import('./doctor/DoctorPage.js')) },
};

/** The frame of all pages. A page that was left stays as it was, out of sight. */
export function App() {
  const [language, setLanguage] = useLanguageChoice();
  const [theme, setTheme] = useTheme();
  const place = useAddress();
  const words = DICTIONARIES[language];
  const { id, start } = PAGES[place.address];
  const { name, intro, skip } = words.pages[id];

  useEffect(() => {
    document.title = id === 'handshake' ? `${words.title}: ${words.tagline}` : `${name} · ${words.title}`;
  }, [id, name, words]);

  return (
    <SpokenContext value={useMemo(() => ({ language, words }), [language, words])}>
      <PlaceContext value={place}>
        <a className="skip" href={`#${start}`}>
          {skip}
        </a>
        <Header theme={theme} setTheme={setTheme} setLanguage={setLanguage} />
        <main tabIndex={-1} aria-label={name}>
          <p className="intro">{intro}</p>
          {(Object.keys(PAGES) as Address[]).map((address) => {
            const { Page } = PAGES[address];
            const shown = address === place.address;
            return place.visited.includes(address) ? (
              <div key={address} hidden={!shown}>
                <Suspense fallback={null}>
                  <Page shown={shown} />
                </Suspense>
              </div>
            ) : null;
          })}
        </main>
      </PlaceContext>
    </SpokenContext>
  );
}
