import { catalogue, type ReceivedMail, type Sandbox, sandbox, type WebMail, type WebSandbox } from '@ehlo/sandbox';
import type { Box, Delivered, ProviderId, SandboxChange, SandboxState, SignInProvider } from '../api.js';
import { PROVIDERS, SIGN_IN_PROVIDERS } from '../api.js';
import { BadRequest } from './body.js';
import { type Door, openDoor } from './door.js';
import { SignIn } from './sign-in.js';
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
  outlook: ['token', 'sign-in', 'password'],
  microsoft365: ['token', 'sign-in', 'password'],
  gmail: ['password', 'sign-in', 'token'],
  'workspace-relay': ['password', 'token'],
  generic: ['password', 'token'],
};

/**
 * Starts a server of the sandbox for each provider, and the web where people sign in. A code may be asked after each
 * second, and tokens live an hour: whoever looks on has no patience for the usual times.
 */
export async function openStage(): Promise<Stage> {
  const web = await sandbox.web({ interval: 1, accessTokenSeconds: 3600 });
  const door = await openDoor(web);
  const start = (id: ProviderId) => catalogue[id].start(isSignInProvider(id) ? { web } : {});
  const boxes = await Promise.all(PROVIDERS.map(async (id) => [id, await start(id)] as const));
  return new Stage(new Map(boxes), web, door);
}

const isSignInProvider = (id: ProviderId): id is SignInProvider => SIGN_IN_PROVIDERS.some((one) => one === id);

/** The sandbox as the demo uses it: one server a provider, the web, what they pretend, and what they received. */
export class Stage implements AsyncDisposable {
  readonly #boxes: ReadonlyMap<ProviderId, Sandbox>;
  readonly #web: WebSandbox;
  readonly #door: Door;
  readonly #signIns: ReadonlyMap<SignInProvider, SignIn>;
  readonly #faults = new Map<ProviderId, string>();
  readonly #mails = new Map<ProviderId, Array<ReceivedMail | WebMail>>();

  constructor(boxes: ReadonlyMap<ProviderId, Sandbox>, web: WebSandbox, door: Door) {
    this.#boxes = boxes;
    this.#web = web;
    this.#door = door;
    this.#signIns = new Map(
      SIGN_IN_PROVIDERS.map((id) => [id, new SignIn(id, boxes.get(id)!.user, web, door)] as const),
    );
    for (const [provider, box] of boxes) this.#collect(provider, box);
    this.#collectFromWeb();
  }

  /** Where the HTTP APIs and token endpoints are played. */
  get web(): string {
    return `${this.#web.host}:${this.#web.port}`;
  }

  signIn(provider: SignInProvider): SignIn {
    return this.#signIns.get(provider)!;
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
    await Promise.all([...this.#signIns.values()].map((signIn) => signIn.follow({ do: 'cancel' })));
    await Promise.all([...this.#boxes.values()].map((box) => box.close()));
    await this.#door[Symbol.asyncDispose]();
    await this.#web.close();
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

  /** What the HTTP APIs took stands in the inbox of the provider whose user sent it. */
  #collectFromWeb(): void {
    this.#web.watch((event) => {
      if (event.kind !== 'mail') return;
      const { mail } = event;
      const google = mail.form.startsWith('gmail-');
      const provider = SIGN_IN_PROVIDERS.find(
        (id) => (id === 'gmail') === google && this.box(id).user.toLowerCase() === mail.user.toLowerCase(),
      );
      if (provider !== undefined) this.#mails.get(provider)!.push(mail);
    });
  }
}

async function delivered(mail: ReceivedMail | WebMail, id: number): Promise<Delivered> {
  const parsed = await mail.parsed();
  return {
    id,
    by: 'saved' in mail ? mail.form : 'smtp',
    from: mail.envelope.from,
    to: mail.envelope.to,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    raw: new TextDecoder().decode(mail.raw.subarray(0, SHOWN.octets)),
    receivedAt: mail.receivedAt.toISOString(),
  };
}
