import { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { sandbox } from '@ehlo/sandbox';
import { expect, test } from 'vitest';
import { channelBinding } from '../src/smtp/channel-binding.js';

/** What channelBinding asks of a socket; other runtimes than Node.js do not have all of it. */
async function socketOf(methods: object): Promise<TLSSocket> {
  await using box = await sandbox.generic();
  const getPeerX509Certificate = () => new X509Certificate(box.ca);
  return { getProtocol: () => 'TLSv1.3', getPeerX509Certificate, ...methods } as unknown as TLSSocket;
}

test('TLS 1.3 gives both bindings', async () => {
  const socket = await socketOf({ exportKeyingMaterial: (length: number) => Buffer.alloc(length, 7) });
  const binding = channelBinding(socket);
  expect(binding?.['tls-exporter']).toEqual(Buffer.alloc(32, 7));
  expect(binding?.['tls-server-end-point']).toHaveLength(32);
});

test('a runtime without exportKeyingMaterial still has the binding to the certificate', async () => {
  expect(Object.keys(channelBinding(await socketOf({})) ?? {})).toEqual(['tls-server-end-point']);
});
