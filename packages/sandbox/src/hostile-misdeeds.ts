import type { Socket } from 'node:net';
import { setImmediate as turnOfTheLoop, setTimeout as wait } from 'node:timers/promises';
import type { Heard, HostileSession } from './hostile-session.js';
import { noReplies, wrongCode } from './hostile-words.js';

type Misdeed = (session: HostileSession, reply: string, heard: Heard) => Promise<void> | void;

/** What the server may do in place of a reply. */
export const misdeeds: Readonly<Record<string, Misdeed>> = {
  'wrong code': (session) => session.say(wrongCode(session.random)),
  'no reply': (session) => session.say(session.random.pick(noReplies)(session.random)),
  'glued replies': (session, reply) =>
    session.say(reply + wrongCode(session.random).repeat(session.random.whole(1, 3))),
  'early reply': async (session, reply) => {
    session.say(reply);
    await turnOfTheLoop();
    session.say(session.random.pick([reply, wrongCode(session.random)]));
  },
  'no answer': () => {},
  'late reply': async (session, reply) => {
    await wait(session.random.whole(1, 15));
    session.say(reply);
  },
  'octet by octet': async (session, reply) => {
    for (const octet of Buffer.from(reply.slice(0, 60))) {
      session.say(Buffer.of(octet));
      await turnOfTheLoop();
    }
    session.say(reply.slice(60));
  },
  'endless drip': async (session) => {
    for (const octet of '250-'.padEnd(8_000, 'slow')) {
      session.say(octet);
      await wait(5);
    }
  },
  'half a reply, then the end': (session, reply) => {
    session.say(reply.slice(0, reply.length / 2));
    session.leave();
  },
  'half a reply, then silence': (session, reply) => {
    session.say(reply.slice(0, reply.length / 2));
    return session.hush();
  },
  silence: (session) => session.hush(),
  close: (session) => session.leave(),
  reset: (session) => session.reset(),
  'reply and close': (session, reply) => {
    session.say(reply);
    session.leave();
  },
  'shut down': (session) => {
    session.say('421 4.3.2 Shutting down\r\n');
    session.leave();
  },
  echo: (session, _reply, { line }) => {
    const words = line.replace(/[^ -~]/g, '');
    const plain = Buffer.from(words.split(' ').at(-1)!, 'base64')
      .toString('latin1')
      .replace(/[^ -~]/g, ' ');
    session.say(`535-5.7.8 ${words}\r\n535 5.7.8 ${plain}\r\n`);
  },
};

/** What the server may do where TLS is due. */
export const breaches: Readonly<Record<string, (session: HostileSession, raw: Socket) => Promise<void> | void>> = {
  'TLS: clear text': (_session, raw) => void raw.write('250-in.clear.example\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n'),
  'TLS: noise': ({ random }, raw) => void raw.write(random.octets(random.whole(1, 500))),
  'TLS: alert': (_session, raw) => void raw.write(Buffer.from([0x15, 3, 3, 0, 2, 2, 40])),
  'TLS: half a record': (_session, raw) => void raw.write(Buffer.from([0x16, 3, 3, 0x20, 0, 2, 0])),
  'TLS: silence': (session) => session.hush(),
  'TLS: close': (session) => session.leave(),
  'TLS: reset': (session) => session.reset(),
};
