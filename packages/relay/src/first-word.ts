import type { Socket } from 'node:net';

/** The first four letters of what a client may say first, in its order or out of it. */
const FIRST_WORDS = ['EHLO', 'HELO', 'NOOP', 'QUIT', 'RSET', 'HELP', 'VRFY', 'STAR', 'AUTH', 'MAIL', 'RCPT', 'DATA'];

/**
 * Calls back where a connection does not begin with a word of SMTP. What a browser was made to send begins otherwise, and
 * may have such words further down. The callback comes before others hear the octets.
 */
export function onStranger(socket: Socket, callback: () => void): void {
  let heard = '';
  const hear = (octets: Buffer): void => {
    heard = (heard + octets.toString('latin1', 0, 4)).slice(0, 4).toUpperCase();
    if (heard.length < 4 && FIRST_WORDS.some((word) => word.startsWith(heard))) return;
    socket.removeListener('data', hear);
    if (!FIRST_WORDS.includes(heard)) callback();
  };
  socket.prependListener('data', hear);
}
