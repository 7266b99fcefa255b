import type { RelayEvent, RelayedMail } from './event.js';
import { Gate } from './gate.js';
import { Ledger } from './ledger.js';
import { Listener } from './listener.js';
import { Mails } from './mails.js';
import type { Relay, RelayOptions } from './options.js';
import { Refusals } from './refusals.js';
import { checkOptions, type Settings } from './settings.js';

/**
 * Starts an SMTP server that takes mail from programs and sends it through a transport. It says 250 for what was accepted
 * there and for nothing else: `deferred` is a 4yz, `rejected` a 5yz, and of `unknown` the same message is not sent again.
 *
 * @throws MailError CONFIG_VALUE_INVALID or RELAY_NOT_PROTECTED that names the option.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const settings = checkOptions(options);
  const tell = (event: RelayEvent): void => {
    try {
      settings.observe?.(event);
    } catch {
      // An observer has no say in what becomes of a mail.
    }
  };
  const ledger = await Ledger.open(settings.memory, settings.rememberFor);
  const refusals = new Refusals(settings.refuseFor);
  const mails = new Mails(settings, ledger, refusals);
  const listener = new Listener(settings, new Gate(settings, refusals), mails, tell);
  try {
    const { address, port } = await listener.listen();
    const ids = ledger.recovered.map(({ id }) => id);
    if (ids.length > 0) tell({ kind: 'recovered', at: new Date(), ids });
    tell({ kind: 'listening', at: new Date(), host: address, port });
    return relayOf(settings, { ledger, mails, listener, host: address, port });
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

interface Parts {
  readonly ledger: Ledger;
  readonly mails: Mails;
  readonly listener: Listener;
  readonly host: string;
  readonly port: number;
}

function relayOf({ tls }: Settings, parts: Parts): Relay {
  const { ledger, host, port } = parts;
  let closed: Promise<readonly RelayedMail[]> | undefined;
  const close = ({ timeout = 30_000 }: { readonly timeout?: number } = {}) => {
    closed ??= stop(parts, timeout);
    return closed;
  };
  return {
    host,
    port,
    tls: tls === undefined ? 'none' : tls.implicit ? 'implicit' : 'starttls',
    get remembered() {
      return ledger.remembered;
    },
    forget: (id) => ledger.forget(id),
    close,
    [Symbol.asyncDispose]: async () => void (await close()),
  };
}

async function stop({ mails, listener, ledger }: Parts, timeout: number): Promise<readonly RelayedMail[]> {
  const { gone } = listener.stop();
  const finished = Promise.all(mails.underWay);
  const timer = setTimeout(() => {
    mails.giveUp();
    listener.dismiss('sending');
  }, timeout);
  const became = await finished;
  clearTimeout(timer);
  listener.dismiss('idle');
  await gone;
  await ledger.close();
  return became.filter((mail) => mail !== undefined);
}
