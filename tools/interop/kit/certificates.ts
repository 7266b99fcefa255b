import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { missing } from '../needs.mjs';

const run = promisify(execFile);

/** Files of a certificate, and the PEM of the authority that signed it. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly ca: string;
}

/** An authority and a certificate for a name and for 127.0.0.1, both for two days. */
export async function makeCertificate(folder: string, name: string): Promise<Certificate> {
  const file = (base: string): string => join(folder, base);
  const self = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await run('openssl', [
    ...self,
    ...['-subj', '/CN=Authority of one test run', '-keyout', file('ca.key'), '-out', file('ca.pem')],
    ...['-addext', 'keyUsage=critical,keyCertSign'],
  ]);
  await run('openssl', [
    ...self,
    ...['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-subj', `/CN=${name}`],
    ...['-keyout', file('server.key'), '-out', file('server.pem')],
    ...['-addext', `subjectAltName=DNS:${name},IP:127.0.0.1`, '-addext', 'basicConstraints=critical,CA:FALSE'],
  ]);
  return { certFile: file('server.pem'), keyFile: file('server.key'), ca: await readFile(file('ca.pem'), 'utf8') };
}

/** What brings the program that makes them, where it is missing. */
export function noCertificates(): string | undefined {
  return missing().includes('openssl') ? 'apt-get install -y --no-install-recommends openssl' : undefined;
}
