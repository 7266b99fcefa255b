/** A new process that imports a peer and sends one message: tells when each was done, in milliseconds since it began. */
const { peer, account } = JSON.parse(process.argv[2]);
const begun = performance.now();
const { open } = await import(`./peers/${peer}.mjs`);
const imported = performance.now();
const opened = await open(account, { connections: 1, depth: 1, form: 'composed' });
const ready = performance.now();
const mail = { from: 'sender@sender.example', to: ['1m@sink.example'], subject: 'The first', text: 'Hello.\r\n' };
await opened.sendAll([mail][Symbol.iterator]());
const sent = performance.now();
process.stdout.write(JSON.stringify({ imported: imported - begun, ready: ready - begun, sent: sent - begun }));
process.exit();
