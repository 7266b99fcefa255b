/** smtp-server with an endpoint for each role that it can play: `node main.mjs SETTINGS`, see ../smtp-server.ts. */
import { readFileSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';
import mailbox from '../../kit/mailbox.cjs';

const { ports, certFile, keyFile, small, mechanisms, name } = JSON.parse(process.argv[2]);
const { accounts, tokens } = JSON.parse(process.env.EHLO_INTEROP);

const common = {
  name,
  key: readFileSync(keyFile),
  cert: readFileSync(certFile),
  authMethods: mechanisms,
  disableReverseLookup: true,
  hideDSN: false,
  size: 200_000_000,
  maxAllowedUnauthenticatedCommands: 1_000,
  onAuth,
  onRcptTo,
  onData,
};
const roles = {
  implicit: { secure: true },
  clear: { disabledCommands: ['STARTTLS'], allowInsecureAuth: true },
  serial: { hidePIPELINING: true },
  ascii: { hideSMTPUTF8: true },
  silent: { hideDSN: true },
  small: { size: small },
  crowded: { maxClients: 1 },
};
for (const [role, port] of Object.entries(ports)) {
  const server = new SMTPServer({ ...common, ...roles[role] });
  // An error of one connection is that connection's; one of the listener ends the process.
  server.on('error', (error) => {
    process.stderr.write(`${role}: ${error.message}\n`);
    if (error.code === 'EADDRINUSE') process.exit(1);
  });
  server.listen(port, '127.0.0.1');
}

function onAuth({ method, username, password, accessToken, validatePassword }, _session, done) {
  const account = Object.values(accounts).find(({ user }) => user === username);
  const right =
    account !== undefined &&
    (method === 'XOAUTH2'
      ? accessToken === tokens.valid
      : method === 'CRAM-MD5'
        ? validatePassword(account.password)
        : password === account.password);
  if (right) done(null, { user: username });
  // What Google's servers say, in smtp-server's documentation.
  else if (method === 'XOAUTH2') done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } });
  else done(Object.assign(new Error('Invalid username or password'), { responseCode: 535 }));
}

function onRcptTo({ address }, _session, done) {
  const refusal = mailbox.refusal(address);
  done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
}

async function onData(stream, { envelope }, done) {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  if (stream.sizeExceeded) return done(Object.assign(new Error('Message exceeds the size'), { responseCode: 552 }));
  await mailbox.deliver(
    envelope.rcptTo.map(({ address }) => address),
    Buffer.concat(pieces),
  );
  done(null, 'Message delivered');
}
