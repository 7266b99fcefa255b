import * as oauth from 'oauth4webapi';
import { type ClientOptions, type Proof, proofOf } from './client-auth.js';
import { discover } from './discovery.js';
import type { GrantType } from './error-rows.js';
import type { Happening } from './events.js';
import { type Asked, exchange, responseOf } from './exchange.js';
import { type Heard, hear, refuseClear } from './guard.js';
import { judge } from './judge.js';
import type { Provider } from './provider.js';
import { claimsOf, jsonIn, refusalIn } from './refusal.js';
import { secretsOf } from './scrub.js';
import { type Complete, chance, complete, type Surroundings } from './surroundings.js';
import { untilAborted } from './until-aborted.js';

/** What is asked of an endpoint, and how the answer is read. Both are functions of oauth4webapi. */
export interface Question<T> {
  readonly grant: GrantType;
  send(at: Endpoint, options: oauth.HttpRequestOptions<'POST', URLSearchParams>): Promise<Response>;
  read(at: Endpoint, response: Response): Promise<T>;
}

/** A server and a client as oauth4webapi knows them. */
export interface Endpoint {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly proof: Proof;
}

/** A client of one provider: asks its endpoints, repeats what passes by itself, and judges what was refused. */
export class Asker {
  readonly provider: Provider;
  readonly around: Complete;
  readonly clientId: string;
  readonly #proof: Proof;
  readonly #tell: (event: Happening) => void;
  #server: Promise<Asked<oauth.AuthorizationServer>> | undefined;

  /** Throws a MailError that names the option at fault. */
  constructor(provider: Provider, options: ClientOptions & Surroundings, tell: (event: Happening) => void) {
    this.provider = provider;
    this.around = complete(options);
    this.clientId = options.clientId;
    this.#proof = proofOf(options, provider);
    this.#tell = tell;
    const { issuer, endpoints } = provider;
    for (const url of endpoints ? Object.values(endpoints) : [issuer]) refuseClear(url, this.around);
  }

  /** Where the endpoints are: known of the provider, or asked of the issuer once. What failed is not remembered. */
  server(): Promise<Asked<oauth.AuthorizationServer>> {
    this.#server ??= serverOf(this.provider, this.around);
    this.#server.then(
      (asked) => 'verdict' in asked && this.#forget(),
      () => this.#forget(),
    );
    return this.#server;
  }

  /** Asks until there is an answer, or a refusal that does not pass. Rejects only when it is aborted or misused. */
  async ask<T>(question: Question<T>, signal?: AbortSignal): Promise<Asked<T>> {
    for (let attempt = 1; ; attempt++) {
      this.#tell({ kind: 'asking', grant: question.grant });
      const asked = await this.#once(question, signal);
      if ('answer' in asked || !asked.verdict.retry || attempt >= this.around.attempts) return asked;
      const waitMs = Math.max(asked.verdict.retryAfter ?? 0, this.#pause(attempt));
      if (waitMs > LONGEST_PAUSE) return asked;
      this.#tell({ kind: 'retrying', code: asked.verdict.means, attempt, waitMs });
      await this.around.sleep(waitMs, signal);
    }
  }

  async #once<T>(question: Question<T>, signal: AbortSignal | undefined): Promise<Asked<T>> {
    const found = await untilAborted(this.server(), signal);
    if ('verdict' in found) return found;
    const server = found.answer;
    const at: Endpoint = { server, client: this.#client(), proof: this.#proof };
    return exchange<T>(async () => {
      let secrets: string[] = [];
      let heard: Heard | undefined;
      const response = await question.send(at, {
        [oauth.allowInsecureRequests]: this.around.allowHttpOnLoopback,
        [oauth.customFetch]: async (url, init) => {
          secrets = secretsOf(init.body, init.headers.authorization);
          heard = await hear(this.around, originsOf(server), url, init as RequestInit, signal);
          return responseOf(heard);
        },
      });
      if (heard !== undefined && !response.ok) {
        const asked = { grant: question.grant, client: this.#proof.kind };
        return { verdict: judge(refusalIn(heard, secrets), asked, this.provider.errors) };
      }
      return { answer: await question.read({ ...at, server: ofTenant(server, heard?.text) }, response) };
    });
  }

  #client(): oauth.Client {
    const { now } = this.around;
    return {
      client_id: this.clientId,
      // oauth4webapi reads the system's clock; what it makes of it must agree with ours.
      [oauth.clockSkew]: Math.round((now() - Date.now()) / 1000),
      [oauth.clockTolerance]: 60,
    };
  }

  /** Milliseconds: 1, 2, 4 seconds, half of it by chance, so that many clients do not come back together. */
  #pause(attempt: number): number {
    return 1_000 * 2 ** (attempt - 1) * (0.5 + chance(this.around));
  }

  #forget(): void {
    this.#server = undefined;
  }
}

/** Milliseconds. A server that wants a longer pause is not waited for: the mail is deferred. */
const LONGEST_PAUSE = 60_000;

async function serverOf(provider: Provider, around: Complete): Promise<Asked<oauth.AuthorizationServer>> {
  const { endpoints, issuer } = provider;
  if (endpoints === undefined) return discover(provider, around);
  return {
    answer: {
      issuer,
      authorization_endpoint: endpoints.authorization,
      token_endpoint: endpoints.token,
      device_authorization_endpoint: endpoints.deviceAuthorization,
    },
  };
}

/** The hosts are fixed by the preset, or by the metadata of the issuer. */
function originsOf(server: oauth.AuthorizationServer): Set<string> {
  const urls = [server.token_endpoint, server.device_authorization_endpoint, server.issuer.replace('{tid}', 'tid')];
  return new Set(urls.filter((url) => url !== undefined).map((url) => new URL(url).origin));
}

/** The issuer of a server of many tenants holds the one that the ID token names. It is not verified here, only filled in. */
function ofTenant(server: oauth.AuthorizationServer, text = ''): oauth.AuthorizationServer {
  if (!server.issuer.includes('{tid}')) return server;
  const tenant = claimsOf(String(jsonIn(text).id_token ?? '')).tid;
  return { ...server, issuer: server.issuer.replace('{tid}', typeof tenant === 'string' ? tenant : 'none') };
}
