import type { Bench } from './bench.js';
import { answerRows } from './rows/answer.js';
import { loginRows } from './rows/login.js';
import { messageRows } from './rows/message.js';
import { recipientRows } from './rows/recipient.js';
import { securityRows } from './rows/security.js';
import type { MailServer, Need } from './server.js';

/** One thing that is tried with a server. */
export interface Row {
  /** Rows of a group stand together in the table. */
  readonly group: string;
  readonly name: string;
  /** Run also where time is short: in the test suite. */
  readonly short?: boolean;
  /** Without one of these at the server the row is not run. */
  readonly needs?: readonly Need[];
  /** Milliseconds that it may take; 10 seconds where nothing is said. */
  readonly limit?: number;
  /** Throws when the server and the library do not get on as they should. */
  run(bench: Bench): Promise<void>;
}

/** Everything that is tried with a server. */
export function rowsFor(server: MailServer): readonly Row[] {
  return [...securityRows(server), ...loginRows(server), ...messageRows(), ...recipientRows(), ...answerRows()];
}
