import type { Language } from '@ehlo/core';
import { Choice } from './fields.js';
import type { Theme } from './taste.js';
import { PageLink } from './use-address.js';
import { DICTIONARIES, LANGUAGE_NAMES, useLanguage, useWords } from './words/index.js';

interface Props {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
  readonly setLanguage: (language: Language) => void;
}

export function Header({ theme, setTheme, setLanguage }: Props) {
  const words = useWords();
  const languages = Object.keys(DICTIONARIES) as Language[];
  return (
    <header className="top">
      <div className="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <rect width="32" height="32" rx="9" />
          <path className="rails" d="M9 9v14M23 9v14" />
          <path d="M9 13h11m-3-3 3 3-3 3M23 20H12m3-3-3 3 3 3" />
        </svg>
        <h1>{words.title}</h1>
        <p>{words.tagline}</p>
      </div>
      <nav aria-label={words.pagesLabel}>
        <PageLink to="/">{words.pages.handshake.name}</PageLink>
        <PageLink to="/why">{words.pages.why.name}</PageLink>
        <PageLink to="/doctor">{words.pages.doctor.name}</PageLink>
      </nav>
      <div className="tastes">
        <Choice
          legend={words.language}
          hideLegend
          look="segments"
          value={useLanguage()}
          options={languages.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          choose={setLanguage}
        />
        <Choice
          legend={words.theme.label}
          hideLegend
          look="segments"
          value={theme}
          options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: words.theme[value] }))}
          choose={setTheme}
        />
      </div>
    </header>
  );
}
