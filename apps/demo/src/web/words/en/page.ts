/** What stands on every page. */
export const page = {
  title: 'Ehlo',
  tagline: 'See where a mail stops, and why.',
  language: 'Language',
  theme: { label: 'Appearance', system: 'System', light: 'Light', dark: 'Dark' },
  pagesLabel: 'Pages',
  pages: {
    handshake: {
      name: 'Handshake',
      intro:
        'Choose your provider, run the handshake, and watch client and server talk, line by line. Everything happens on this machine: the servers are played by a sandbox, and no mail leaves it.',
      skip: 'Skip to the handshake',
    },
    why: {
      name: 'What went wrong?',
      intro:
        'Paste an error or a log of any mail program, and read what it means, who can mend it, and how. What you paste is read on this machine and kept nowhere; what is shown of it holds no secret.',
      skip: 'Skip to the causes',
    },
    doctor: {
      name: 'Doctor',
      intro:
        'The way to a mail server, walked stage by stage: where it fails, why, and what works instead. No mail is sent, and a login is tried once at most.',
      skip: 'Skip to the stages',
    },
  },
};
