import type { Envelope, Message } from '@ehlo/core';
import { createHttpTransport, fieldsOf, type HttpApi, type HttpMail, headerOf } from '@ehlo/core/http';
import type { Road } from '../account/open.js';

export interface ComposedMail {
  readonly envelope: Envelope;
  readonly octets: Uint8Array;
}

/**
 * A message as it goes on the wire by that road, but for Date, Message-ID and boundaries, which are made anew. Throws
 * the MailError that sending it would throw. Nothing is dialled: the API that takes it asks nobody.
 */
export async function composed(message: Message, road: Road | undefined): Promise<ComposedMail> {
  const whole = 'envelope' in message && message.raw instanceof Uint8Array ? message.raw : undefined;
  const { envelope, octets } = await taken(whole === undefined ? message : { ...message, raw: '' });
  if (whole !== undefined) return { envelope, octets: whole };
  // An API has no envelope: whom it should hide from the others stands in a Bcc field, which the service takes out.
  return { envelope, octets: road?.kind === 'https' ? octets : withoutBcc(octets) };
}

async function taken(message: Message): Promise<HttpMail> {
  let mail: HttpMail | undefined;
  const send = async (given: HttpMail) => {
    mail = given;
  };
  const transport = createHttpTransport({ ...nobody, send }, { user: 'nobody', auth: async () => '' });
  const receipt = await transport.send(message);
  // It is refused where a file among its content cannot be read any more.
  if (receipt.outcome !== 'accepted') throw receipt.error;
  return mail as HttpMail;
}

const nobody: Omit<HttpApi, 'send'> = {
  id: 'dry-run',
  name: 'dry run',
  url: 'https://localhost',
  token: { audiences: [], scopes: [], names: [], ask: '', because: 'Nobody is asked.', source: '' },
  limits: [],
  answers: [],
  causes: {},
  readRefusal: () => ({}),
  check: async () => {},
};

function withoutBcc(octets: Uint8Array): Uint8Array {
  const fields = fieldsOf(octets).filter(({ name }) => name !== 'bcc');
  return Buffer.concat([...fields.map((field) => field.octets), octets.subarray(headerOf(octets).length)]);
}
