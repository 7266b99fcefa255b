import { fetchTrusting, fileStore, microsoft, signIn } from '@ehlo/oauth';
import { outlook } from '@ehlo/outlook';

/** What the child is started with. */
export interface Surroundings {
  readonly user: string;
  readonly clientId: string;
  readonly folder: string;
  /** Where the token endpoint is played, and the mail server. */
  readonly web: string;
  readonly port: number;
  readonly ca: string;
}

/** Send one mail, and believe that it is so many milliseconds later than it is. */
export interface Task {
  readonly ahead: number;
  readonly subject: string;
}

export interface Done {
  readonly subject: string;
  /** The outcome, and the cause where it was not accepted. */
  readonly outcome: string;
  readonly cause?: string;
}

/** A program that knows a sign-in by its store and sends a mail whenever it is told to, as a job of every day does. */
const { user, clientId, folder, web, port, ca } = JSON.parse(process.env.SURROUNDINGS ?? '{}') as Surroundings;

let ahead = 0;
const trusting = fetchTrusting(ca);
const auth = signIn({
  provider: microsoft({ tenant: 'organizations' }),
  clientId,
  account: user,
  store: fileStore({ folder, key: 'key-file' }),
  fetch: (url, init) => {
    const { hostname, pathname } = new URL(String(url));
    return trusting(`${web}/${hostname}${pathname}`, init);
  },
  now: () => Date.now() + ahead,
  // A pause before another attempt is real time, of which a year has none to give.
  sleep: () => Promise.resolve(),
});

process.on('message', async (task: Task) => {
  ahead = task.ahead;
  const { subject } = task;
  await using transport = outlook({ user, auth, account: 'work', host: '127.0.0.1', port, tls: { ca } });
  const receipt = await transport.send({ from: user, to: 'you@example.net', subject, text: 'Good morning.' });
  const done: Done = {
    subject,
    outcome: receipt.outcome,
    ...(receipt.outcome !== 'accepted' && { cause: receipt.error.code }),
  };
  process.send?.(done);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
