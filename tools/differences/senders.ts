import type { MailMessage } from '@ehlo/core';
import { isMailError } from '@ehlo/core';
import { toNodemailer } from '@ehlo/core/nodemailer';
import { generic } from '@ehlo/generic';
import { type ReceivedEnvelope, sandbox } from '@ehlo/sandbox';
import { createTransport, type Transporter } from 'nodemailer';

/** What became of one message by one way. */
export type Sent =
  | { readonly octets: Buffer; readonly envelope: ReceivedEnvelope; readonly form: 'data' | 'bdat' }
  | { readonly refused: Refused };

export interface Refused {
  /** nodemailer's code (`EENVELOPE`), or the cause (`ENVELOPE_INVALID`). */
  readonly code: string;
  /** The field that a MailError names. */
  readonly field?: string;
  /** What was seen, without the general words of a cause. */
  readonly message: string;
  /** It was the server that said no. */
  readonly byServer: boolean;
}

/** A way to send, with a server of its own. */
export interface Sender extends AsyncDisposable {
  readonly name: string;
  send(mail: MailMessage): Promise<Sent>;
}

type Box = Awaited<ReturnType<typeof sandbox.generic>>;

/** nodemailer's own SMTP, in a pool as Ehlo has one. */
export function byNodemailer(): Promise<Sender> {
  return sender('nodemailer', ({ host, port }) => {
    const smtp = createTransport({ host, port, ignoreTLS: true, pool: true, maxConnections: 1 });
    return overMailer(smtp, () => smtp.close());
  });
}

/** A transport of Ehlo, given the message as it is. */
export function byEhlo(): Promise<Sender> {
  return sender('Ehlo', ({ transportOptions }) => {
    const transport = generic(transportOptions);
    return {
      send: async (mail) => {
        const receipt = await transport.send(mail);
        if (receipt.outcome !== 'accepted') throw receipt.error;
      },
      close: () => transport.close(),
    };
  });
}

/** The same transport behind nodemailer's mailer. */
export function byPlugin(): Promise<Sender> {
  return sender('plugin', ({ transportOptions }) => {
    const transport = generic(transportOptions);
    return overMailer(createTransport(toNodemailer(transport)), () => transport.close());
  });
}

interface Way {
  send(mail: MailMessage): Promise<unknown>;
  close(): unknown;
}

function overMailer(mailer: Pick<Transporter<unknown>, 'sendMail'>, close: () => unknown): Way {
  return { send: (mail) => mailer.sendMail(mail), close };
}

async function sender(name: string, open: (box: Box) => Way): Promise<Sender> {
  // Whatever a message holds is taken, so that it can be compared. Without TLS and login, which are no matter here.
  const box = await sandbox.generic({
    security: 'none',
    mechanisms: [],
    replies: [{ command: 'end-of-data', reply: '250 2.0.0 OK' }],
  });
  const way = open(box);
  return {
    name,
    async send(mail) {
      box.clear();
      try {
        await way.send(mail);
      } catch (error) {
        return { refused: refusedOf(error) };
      }
      const { raw, envelope, form } = await box.nextMail();
      return { octets: Buffer.from(raw), envelope, form };
    },
    async [Symbol.asyncDispose]() {
      await way.close();
      await box.close();
    },
  };
}

function refusedOf(error: unknown): Refused {
  const thrown = error as { message: string; code?: string; responseCode?: number; ehlo?: unknown };
  const own = isMailError(error) ? error : isMailError(thrown.ehlo) ? thrown.ehlo : undefined;
  return {
    code: own?.code ?? thrown.code ?? 'none',
    message: own?.detail ?? thrown.message,
    byServer: own ? own.reply !== undefined : thrown.responseCode !== undefined,
    ...(own?.field !== undefined && { field: own.field }),
  };
}
