import type { Receipt } from '@ehlo/core';
import type { FormSettings } from '../api.js';
import { castOf } from './cast.js';
import type { Stage } from './stage.js';

/** One account for each adapter. */
const FIRST: ReadonlyArray<{ readonly adapter: string } & Pick<FormSettings, 'provider' | 'login'>> = [
  { adapter: 'outlook', provider: 'microsoft365', login: 'token' },
  { adapter: 'gmail', provider: 'gmail', login: 'password' },
  { adapter: 'generic', provider: 'generic', login: 'password' },
];

/** Sends a first mail through each adapter, to its server of the sandbox. */
export async function* firstMails(stage: Stage): AsyncGenerator<{ adapter: string; receipt: Receipt }> {
  for (const { adapter, ...account } of FIRST) {
    await using cast = await castOf({ kind: 'form', ...account }, stage);
    await using transport = cast.transport();
    const receipt = await transport.send({
      from: cast.from,
      to: 'friend@example.net',
      subject: `A first mail through @ehlo/${adapter}`,
      text: 'It went over a real connection and real TLS, to a server on this machine.',
    });
    yield { adapter, receipt };
  }
}
