/** What stands on every page. */
export const page = {
  title: 'Ehlo',
  language: 'Language',
  theme: { label: 'Appearance', system: 'System', light: 'Light', dark: 'Dark' },
};
