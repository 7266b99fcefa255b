/**
 * A relay for one mailbox of Outlook.com or Microsoft 365, whose settings stand in the environment:
 * MAILBOX, CLIENT_ID, RELAY_USER, RELAY_PASSWORD_HASH (of `hashPassword`), RELAY_STATE (a folder), and where it shall
 * listen beyond this machine RELAY_HOST, RELAY_CERT and RELAY_KEY (files). The first mail asks for a sign-in, and waits for it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deviceCode, fileStore } from '@ehlo/oauth';
import { outlook, signIn } from '@ehlo/outlook';
import { fileMemory, relayLine, startRelay } from '@ehlo/relay';

const { MAILBOX, CLIENT_ID, RELAY_USER, RELAY_PASSWORD_HASH, RELAY_STATE = '.' } = process.env;
const { RELAY_HOST, RELAY_PORT, RELAY_CERT, RELAY_KEY } = process.env;

const flow = deviceCode({
  show: ({ verificationUri, userCode }) => console.log(`Open ${verificationUri}: ${userCode}`),
});
const auth = signIn({ clientId: CLIENT_ID, store: fileStore({ folder: join(RELAY_STATE, 'grants') }), flow });
const transport = outlook({ user: MAILBOX, auth, partial: 'refuse' });
const tls = RELAY_CERT && { cert: await readFile(RELAY_CERT, 'utf8'), key: await readFile(RELAY_KEY, 'utf8') };

const relay = await startRelay({
  transport,
  from: [MAILBOX],
  users: [{ name: RELAY_USER, passwordHash: RELAY_PASSWORD_HASH }],
  memory: fileMemory(join(RELAY_STATE, 'memory.jsonl')),
  observe: (event) => console.log(relayLine(event)),
  ...(RELAY_HOST && { host: RELAY_HOST }),
  ...(RELAY_PORT && { port: Number(RELAY_PORT) }),
  ...(tls && { tls }),
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await relay.close({ timeout: 25_000 });
    await transport.close();
  });
}
