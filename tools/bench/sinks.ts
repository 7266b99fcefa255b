import { readFileSync } from 'node:fs';
import { makeCertificate, noCertificates } from '../interop/kit/certificates.js';
import { newFolder, removeFolder } from '../interop/kit/folder.js';
import { Worker } from './worker.js';

/** How the channel is made; `starttls` is for a peer that is told to use it. */
export type Tls = 'none' | 'implicit' | 'starttls';

/** What takes the mail, and tells whether it all came once. */
export interface Sink {
  /** Of 127.0.0.1. Without a certificate there is only `none`. */
  readonly ports: Readonly<Partial<Record<Tls, number>>>;
  /** PEM of the authority that signed the certificate. */
  readonly ca?: string;
  /** The mails 1 to `count` are to come. */
  expect(count: number): Promise<void>;
  /** Once they should all be here. */
  tally(count: number): Promise<Tally>;
}

export interface Tally {
  /** Of those expected: never seen, seen more than once. */
  readonly missing: number;
  readonly twice: number;
  /** Addressees of all messages, those that nobody expected too; where it is told. */
  readonly recipients?: number;
  /** Octets of all messages. */
  readonly octets?: number;
  /** Milliseconds of CPU since `expect`, where the sink is one process of ours. */
  readonly cpu?: number;
}

/** Our own, in a process of its own. */
export async function plainSink(): Promise<Sink & AsyncDisposable> {
  const worker = new Worker('./plain-sink.mjs');
  const certificate = await certificateOf();
  const ports = await worker.call<Sink['ports']>('start', { cert: certificate?.cert, key: certificate?.key });
  return {
    ports,
    ...(certificate && { ca: certificate.ca }),
    expect: (count) => worker.call('expect', { count }),
    tally: () => worker.call('tally'),
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}

/** Nothing where the machine cannot make one. */
async function certificateOf(): Promise<{ cert: string; key: string; ca: string } | undefined> {
  if (noCertificates() !== undefined) return undefined;
  const folder = newFolder();
  const { certFile, keyFile, ca } = await makeCertificate(folder, 'sink.example');
  const files = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), ca };
  removeFolder(folder);
  return files;
}
