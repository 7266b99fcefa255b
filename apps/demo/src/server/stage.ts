import { catalogue, type ReceivedMail, type Sandbox } from '@ehlo/sandbox';
import type { Box, Delivered, ProviderId, SandboxChange, SandboxState } from '../api.js';
import { PROVIDERS } from '../api.js';
import { BadRequest } from './requests.js';
import { FAULTS, faultNamed, faultsOf, switchesOf } from './switches.js';

/** Mails that the inbox of a provider shows at most, and octets of each. */
const SHOWN = { mails: 20, octets: 64 * 1024 };

/** What a server of the sandbox is opened with. */
export interface Opening {
  readonly user?: string;
  readonly password?: string;
  readonly security?: 'starttls' | 'implicit' | 'none';
}

/** The ways to sign in that the provider's adapter takes or, as at Outlook.com, names as hopeless. */
const LOGINS: Readonly<Record<ProviderId, Box['logins']>> = {
  outlook: ['token', 'password'],
  microsoft365: ['token', 'password'],
  gmail: ['password', 'token'],
  'workspace-relay': ['password', 'token'],
  generic: ['password', 'token'],
};

/** Starts a server of the sandbox for each provider. */
export async function openStage(): Promise<Stage> {
  const boxes = await Promise.all(PROVIDERS.map(async (id) => [id, await catalogue[id].start()] as const));
  return new Stage(new Map(boxes));
}

/** The sandbox as the demo uses it: one server a provider, what it pretends, and what it received. */
export class Stage implements AsyncDisposable {
  readonly #boxes: ReadonlyMap<ProviderId, Sandbox>;
  readonly #faults = new Map<ProviderId, string>();
  readonly #mails = new Map<ProviderId, ReceivedMail[]>();

  constructor(boxes: ReadonlyMap<ProviderId, Sandbox>) {
    this.#boxes = boxes;
    for (const [provider, box] of boxes) this.#collect(provider, box);
  }

  box(provider: ProviderId): Sandbox {
    return this.#boxes.get(provider)!;
  }

  /**
   * One more server of the provider, in the same state, that knows another account; its mails come
   * into the provider's inbox. The caller closes it.
   */
  async guest(provider: ProviderId, opening: Opening): Promise<Sandbox> {
    const host = this.box(provider);
    const guest = await catalogue[provider].start({ ...opening });
    guest.set({ ...host.switches });
    const fault = faultNamed(this.#faults.get(provider) ?? '');
    if (fault) guest.fault(fault);
    this.#collect(provider, guest);
    return guest;
  }

  change(provider: ProviderId, { set, fault, reset }: SandboxChange): void {
    const box = this.box(provider);
    const switches = switchesOf(provider, box.switches);
    const named = typeof fault === 'string' ? faultNamed(fault) : undefined;
    if (typeof fault === 'string' && named === undefined) throw new BadRequest('fault', `one of ${FAULTS.join(', ')}`);
    for (const [name, value] of Object.entries(set ?? {})) {
      if (!switches.find((item) => item.name === name)?.values.includes(value))
        throw new BadRequest(`set.${name}`, 'a switch of this server and one of its values');
    }
    if (reset) box.set(Object.fromEntries(switches.map(({ name, values: [usual] }) => [name, usual!])));
    if (reset || fault !== undefined) {
      box.fault(null);
      this.#faults.delete(provider);
    }
    if (set) box.set(set);
    if (named) {
      box.fault(named);
      this.#faults.set(provider, named);
    }
  }

  state(): SandboxState {
    return { boxes: [...this.#boxes.keys()].map((provider) => this.#shown(provider)) };
  }

  async inbox(provider: ProviderId): Promise<readonly Delivered[]> {
    const mails = this.#mails.get(provider) ?? [];
    const newest = mails.map((mail, index) => ({ mail, id: index + 1 })).slice(-SHOWN.mails);
    return Promise.all(newest.reverse().map(({ mail, id }) => delivered(mail, id)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#boxes.values()].map((box) => box.close()));
  }

  #shown(provider: ProviderId): Box {
    const { host, port, user, security, switches } = this.box(provider);
    return {
      provider,
      host,
      port,
      user,
      logins: LOGINS[provider],
      switches: switchesOf(provider, switches),
      faults: faultsOf(security),
      fault: this.#faults.get(provider) ?? null,
    };
  }

  #collect(provider: ProviderId, box: Sandbox): void {
    const mails = this.#mails.get(provider) ?? [];
    this.#mails.set(provider, mails);
    box.watch((event) => {
      if (event.kind === 'mail') mails.push(event.mail);
    });
  }
}

async function delivered(mail: ReceivedMail, id: number): Promise<Delivered> {
  const parsed = await mail.parsed();
  return {
    id,
    from: mail.envelope.from,
    to: mail.envelope.to,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    raw: new TextDecoder().decode(mail.raw.subarray(0, SHOWN.octets)),
    receivedAt: mail.receivedAt.toISOString(),
  };
}
