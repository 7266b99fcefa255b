import { type ExplainRequest, LOGIN_KINDS, MOST_CHARACTERS, TLS_SETTINGS } from '../../api-why.js';
import type { Example } from './examples.js';

/** What stands in the form, as it was typed. It lives in memory only: no storage, no address. */
export interface Pasted {
  readonly text: string;
  readonly host: string;
  readonly port: string;
  readonly tls: string;
  readonly login: string;
  readonly client: string;
}

export const EMPTY: Pasted = { text: '', host: '', port: '', tls: '', login: '', client: '' };

export function pastedOf({ text, known }: Example): Pasted {
  const { host = '', port, tls = '', login = '', client = '' } = known;
  return { text, host, port: port === undefined ? '' : `${port}`, tls, login, client };
}

/** Something is known beside the words. */
export const isKnown = ({ text, ...known }: Pasted): boolean => Object.values(known).some((value) => value !== '');

/** What is asked, or undefined as long as there are no words. A field that makes no sense yet is left out. */
export function requestOf({ text, host, port, tls, login, client }: Pasted): ExplainRequest | undefined {
  if (text.trim() === '') return undefined;
  const number = Number(port);
  const security = TLS_SETTINGS.find((word) => word === tls);
  const kind = LOGIN_KINDS.find((word) => word === login);
  return {
    text: ends(text),
    known: {
      ...(host.trim() === '' ? {} : { host: host.trim() }),
      ...(Number.isInteger(number) && number >= 1 && number <= 65_535 ? { port: number } : {}),
      ...(security ? { tls: security } : {}),
      ...(kind ? { login: kind } : {}),
      ...(client.trim() === '' ? {} : { client: client.trim() }),
    },
  };
}

/** Of a long log the beginning, and what came last. */
function ends(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const half = MOST_CHARACTERS / 2 - 1;
  return `${text.slice(0, half)}\n${text.slice(-half)}`;
}
