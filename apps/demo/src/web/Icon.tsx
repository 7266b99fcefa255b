const PATHS = {
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z',
  key: 'M14.5 9.5a3.5 3.5 0 1 1-3 5.3L5 21v-3l3-3M14.5 13h.01',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  cross: 'm7 7 10 10M17 7 7 17',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 8v4.5l3 2',
  question: 'M9 9.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2.1M12 17.5h.01',
  stop: 'M7 7h10v10H7z',
  plus: 'M12 6v12M6 12h12',
  minus: 'M6 12h12',
  swap: 'M6 9h11m-3-3 3 3-3 3M18 15H7m3-3-3 3 3 3',
  play: 'M8 5.5v13l10.5-6.5z',
  send: 'M4 12 20 5l-5 15-3.5-6.5z',
  shield: 'M12 4l7 2.5v5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9v-5z',
} as const;

export type IconName = keyof typeof PATHS;

/** A sign beside words; it says nothing by itself, so screen readers pass over it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
