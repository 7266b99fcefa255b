import { type Language, type Policy, Trace, type TraceEvent, type Warning } from '@ehlo/core';
import { discover } from '../discover/discover.js';
import type { Get } from '../discover/https.js';
import { type Resolver, systemResolver } from '../resolver.js';
import { certificateWords, lookAt, type Shown } from './certificate.js';
import { stagesOf } from './conversation.js';
import { shakeHands } from './handshake.js';
import { interceptorOf } from './interceptors.js';
import { Ladder } from './ladder.js';
import { Limit } from './limit.js';
import { type Neighbour, type Place, placesBeside, tryAll } from './neighbours.js';
import { hasToDoWithThePlace, refined } from './refine.js';
import { type Diagnosis, type DiagnosisEvent, type Finding, findingOf, type StageName } from './report.js';
import { findRoad, type Road } from './road.js';
import { type Account, readTarget, settingsError, type Target, targetOf } from './target.js';
import { answerOf } from './words.js';

export interface DiagnoseOptions {
  /** Of causes, fixes and the answer. Default `en`. */
  readonly language?: Language;
  /** Milliseconds for all of it, 1,000 to 30,000. Default 30,000. */
  readonly within?: number;
  /** Ends it: `diagnose` then rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Told of everything as it happens. What it throws is ignored. */
  readonly observe?: (event: DiagnosisEvent) => void;
  /** An address that a short test message is sent to. Without it nothing is sent. */
  readonly sendTo?: string;
  /** Further places to try without credentials where a stage fails. */
  readonly neighbours?: ReadonlyArray<Omit<Place, 'why'>>;
  /** Default: the resolver of this machine. */
  readonly resolver?: Resolver;
  /** Gets pages where the server of an address has to be found. Default: by node:https. */
  readonly get?: Get;
}

/** Milliseconds that a probe waits where the target says nothing: shorter than a transport, since a person is waiting. */
const TIMEOUTS: Policy['timeouts'] = {
  connect: 6_000,
  greeting: 6_000,
  hello: 6_000,
  tls: 6_000,
  auth: 10_000,
  envelope: 6_000,
  data: 6_000,
  sent: 10_000,
};
/** The part of the time that is kept back for a look at the certificate and for the neighbours. */
const KEPT_BACK = 1 / 3;
/** The part of it that finding the server of an address may take. */
const FIND = 1 / 3;
/** Milliseconds for a look at a certificate. */
const LOOK = 3_000;

/**
 * Probes the way to a mail server in stages, and says where it fails, why, who can mend it and how: settings, DNS, TCP,
 * greeting, EHLO, TLS, EHLO, AUTH, MAIL FROM, RSET, QUIT. Sends no mail unless asked, logs in once at most, and ends
 * within the time. Where a stage fails, the places beside it are tried without credentials.
 *
 * `target` is an account, or a mail address, a host with or without port, or a URL. Resolves whatever the world does,
 * and whatever the settings are; rejects for an abort.
 */
export function diagnose(target: Target | string, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  return new Examination(typeof target === 'string' ? targetOf(target) : target, options).run();
}

class Examination {
  readonly #target: Target;
  readonly #options: DiagnoseOptions;
  readonly #language: Language;
  readonly #within: number;
  readonly #limit: Limit;
  readonly #resolver: Resolver;
  readonly #ladder: Ladder;
  readonly #begun = performance.now();
  readonly #events: TraceEvent[] = [];
  readonly #warnings: Warning[] = [];
  #account: Account | undefined;
  #road: Road | undefined;
  #tls: 'implicit' | 'starttls' | 'none' | undefined;
  #shown: Shown | undefined;
  #neighbours: readonly Neighbour[] = [];

  constructor(target: Target, options: DiagnoseOptions) {
    const { language = 'en', within = 30_000, signal, resolver = systemResolver, sendTo } = options;
    this.#target = target;
    this.#options = options;
    this.#language = language;
    this.#within = Math.min(Math.max(within, 1_000), 30_000);
    this.#limit = new Limit(this.#within, signal);
    this.#resolver = resolver;
    const before: StageName[] = ['settings', 'dns', 'tcp', ...(target.auth === undefined ? [] : (['token'] as const))];
    this.#ladder = new Ladder(before, stagesOf('starttls', sendTo !== undefined), (event) => this.#tell(event));
  }

  async run(): Promise<Diagnosis> {
    this.#limit.refuseAborted();
    const account = await this.#settings();
    const road = account && (await this.#findRoad(account));
    if (account && road) await this.#shakeHands(account, road);
    await this.#lookAround();
    return this.#diagnosis();
  }

  async #settings(): Promise<Account | undefined> {
    this.#ladder.begin('settings');
    const noticed: Warning[] = [];
    try {
      const { get, signal } = this.#options;
      const within = this.#limit.left * FIND;
      const find = { resolver: this.#resolver, within, ...(get && { get }), ...(signal && { signal }) };
      const account = await readTarget(
        this.#target,
        (address) => discover(address, find),
        (warning) => noticed.push(warning),
      );
      this.#ladder.see(...account.seen, ...account.warnings.map(({ message }) => `noticed: ${message}`));
      this.#warnings.push(...account.warnings);
      this.#account = account;
      return account;
    } catch (error) {
      this.#limit.refuseAborted();
      this.#ladder.see(...noticed.map(({ message }) => `noticed: ${message}`));
      this.#warnings.push(...noticed);
      this.#ladder.fail('settings', findingOf(settingsError(error), this.#language));
      return undefined;
    }
  }

  async #findRoad(account: Account): Promise<Road | undefined> {
    const road = await findRoad(account, this.#timeouts, this.#resolver, this.#ladder, this.#limit);
    this.#road = road;
    this.#tls = road.route.tls;
    this.#warnings.push(...road.warnings);
    if (road.failed === undefined) return road;
    this.#fail(road.failed.stage, findingOf(road.failed.error, this.#language));
    return undefined;
  }

  async #shakeHands(account: Account, road: Road): Promise<void> {
    const time = this.#limit.left - this.#within * KEPT_BACK;
    const record = (event: TraceEvent): void => {
      this.#events.push(event);
      this.#tell({ kind: 'trace', event });
    };
    const { sendTo } = this.#options;
    const hands = await shakeHands(account, road, this.#timeouts, sendTo, this.#ladder, this.#limit, time, record);
    this.#tls = hands.tls;
    this.#warnings.push(...hands.warnings);
    if (hands.failed === undefined) return;
    const { stage, error } = hands.failed;
    if (stage === 'tls' && error.code.startsWith('TLS_CERT_')) await this.#lookAtCertificate(account, road);
    this.#fail(stage, findingOf(error, this.#language));
  }

  /** What TLS could not trust is looked at. */
  async #lookAtCertificate({ options }: Account, { route, address = route.host }: Road): Promise<void> {
    if (this.#tls === 'none' || this.#tls === undefined) return;
    const { helloName = '[127.0.0.1]', tls: { servername: host = route.host } = {} } = options;
    const door = { address, port: route.port, host, tls: this.#tls, helloName };
    this.#shown = await lookAt(door, this.#limit.signal(LOOK));
    this.#limit.refuseAborted();
  }

  /** Where a place is at fault, those beside it are tried; what they show may tell more of the failure. */
  async #lookAround(): Promise<void> {
    const { stage, cause } = this.#ladder.failed ?? {};
    const account = this.#account;
    if (stage === undefined || cause === undefined || account === undefined || this.#road === undefined) return;
    if (!hasToDoWithThePlace(stage, cause)) return;
    const { route, address, addresses, services } = this.#road;
    const modeIsRight = this.#shown !== undefined || this.#events.some(({ kind }) => kind === 'secured');
    const failed = { host: route.host, port: route.port, tls: this.#tls ?? route.tls, modeIsRight, addresses };
    const at = address === undefined ? failed : { ...failed, address };
    const places = placesBeside(account, at, services, this.#options.neighbours ?? []);
    const tell = (neighbour: Neighbour): void => this.#tell({ kind: 'neighbour', neighbour });
    this.#neighbours = await tryAll(places, account, this.#timeouts, this.#resolver, this.#limit, tell);
    const better = this.#refined(stage, cause);
    if (better !== cause) this.#ladder.fail(stage, better);
  }

  #fail(stage: StageName, finding: Finding): void {
    const seen = this.#shown === undefined ? [] : certificateWords(this.#shown);
    this.#ladder.fail(stage, this.#refined(stage, finding), ...seen);
  }

  #refined(stage: StageName, finding: Finding): Finding {
    if (this.#account === undefined || this.#road === undefined) return finding;
    const { profile, options, warnings } = this.#account;
    const { host, port, tls } = this.#road.route;
    return refined(finding, {
      ...{ stage, host, port, tls: this.#tls ?? tls, profile, warnings },
      ownAuthorities: options.tls?.ca !== undefined,
      offered: this.#events.flatMap((event) => (event.kind === 'offer' ? [event.keywords] : [])).at(-1) ?? [],
      shown: this.#shown,
      neighbours: this.#neighbours,
      language: this.#language,
    });
  }

  get #timeouts(): Policy['timeouts'] {
    return { ...TIMEOUTS, ...this.#account?.options.timeouts };
  }

  #diagnosis(): Diagnosis {
    const { reports: stages, failed } = this.#ladder;
    const { host, port } = this.#road?.route ?? {};
    const works = this.#neighbours.find((one) => one.works);
    const why = failed?.cause && { failedAt: failed.stage, cause: failed.cause };
    const sent = this.#options.sendTo !== undefined;
    const hasLogin = this.#account?.hasLogin === true;
    return {
      ok: failed === undefined,
      answer: answerOf({ ...why, works, where: `${host}:${port}`, hasLogin, sent }, this.#language),
      stages,
      ...why,
      ...(works && { works }),
      neighbours: this.#neighbours,
      warnings: [...this.#warnings, ...this.#interception()],
      trace: new Trace([], this.#events),
      milliseconds: Math.round(performance.now() - this.#begun),
      ...(this.#account && { provider: this.#account.profile.name }),
      ...(host !== undefined && port !== undefined && { endpoint: { host, port, tls: this.#tls ?? 'starttls' } }),
    };
  }

  /** It works, and somebody reads along, whose authority is trusted on this machine. */
  #interception(): Warning[] {
    const issuers = this.#events.flatMap((event) => (event.kind === 'secured' ? (event.chain ?? []) : []));
    const row = interceptorOf(issuers);
    if (row === undefined) return [];
    const message = `${row.name} decrypts this connection: it signed the certificate in the server's place`;
    return [{ code: 'TLS_INTERCEPTED', field: 'tls', message }];
  }

  #tell(event: DiagnosisEvent): void {
    try {
      this.#options.observe?.(event);
    } catch {
      // A view that breaks must not break the probe.
    }
  }
}
