import { misuse } from '@ehlo/core';
import * as oauth from 'oauth4webapi';
import { type ClientOptions, type Proof, proofOf } from './client-auth.js';
import type { GrantType } from './error-rows.js';
import type { Happening } from './events.js';
import { errorOf } from './failure.js';
import { Fault, type Heard, hear } from './guard.js';
import { judge, type Verdict } from './judge.js';
import type { Provider } from './provider.js';
import { claimsOf, jsonIn, refusalIn } from './refusal.js';
import { secretsOf } from './scrub.js';
import { type Complete, chance, complete, type Surroundings } from './surroundings.js';

/** A value, or why there is none. */
export type Asked<T> = { readonly answer: T } | { readonly verdict: Verdict };

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
  #server: Promise<oauth.AuthorizationServer> | undefined;

  /** Throws a MailError that names the option at fault. */
  constructor(provider: Provider, options: ClientOptions & Surroundings, tell: (event: Happening) => void) {
    this.provider = provider;
    this.around = complete(options);
    this.clientId = options.clientId;
    this.#proof = proofOf(options, provider);
    this.#tell = tell;
    const { issuer, endpoints } = provider;
    for (const url of endpoints ? Object.values(endpoints) : [issuer]) this.#refuseClear(url);
  }

  /** Where the endpoints are: known of the provider, or asked of the issuer once. */
  server(signal?: AbortSignal): Promise<oauth.AuthorizationServer> {
    const { endpoints, issuer } = this.provider;
    if (endpoints !== undefined) {
      return Promise.resolve({
        issuer,
        authorization_endpoint: endpoints.authorization,
        token_endpoint: endpoints.token,
        device_authorization_endpoint: endpoints.deviceAuthorization,
      });
    }
    // What failed is not remembered.
    this.#server ??= this.#discover(signal).catch((error) => {
      this.#server = undefined;
      throw error;
    });
    return this.#server;
  }

  /** Asks until there is an answer, or a refusal that does not pass. Rejects only when it is aborted or misused. */
  async ask<T>(question: Question<T>, signal?: AbortSignal): Promise<Asked<T>> {
    const server = await this.server(signal);
    for (let attempt = 1; ; attempt++) {
      this.#tell({ kind: 'asking', grant: question.grant });
      const asked = await this.#once(server, question, signal);
      if ('answer' in asked || !asked.verdict.retry || attempt >= this.around.attempts) return asked;
      const waitMs = Math.max(asked.verdict.retryAfter ?? 0, this.#pause(attempt));
      if (waitMs > LONGEST_PAUSE) return asked;
      this.#tell({ kind: 'retrying', code: asked.verdict.means, attempt, waitMs });
      await this.around.sleep(waitMs, signal);
    }
  }

  async #once<T>(
    server: oauth.AuthorizationServer,
    question: Question<T>,
    signal: AbortSignal | undefined,
  ): Promise<Asked<T>> {
    const at: Endpoint = { server, client: this.#client(), proof: this.#proof };
    const asked = { grant: question.grant, client: this.#proof.kind };
    let secrets: string[] = [];
    let heard: Heard | undefined;
    try {
      const response = await question.send(at, {
        [oauth.allowInsecureRequests]: this.around.allowHttpOnLoopback,
        [oauth.customFetch]: async (url, init) => {
          secrets = secretsOf(init.body, init.headers.authorization);
          heard = await hear(this.around, originsOf(server), url, init as RequestInit, signal);
          return again(heard);
        },
      });
      if (heard !== undefined && !response.ok) {
        return { verdict: judge(refusalIn(heard, secrets), asked, this.provider.errors) };
      }
      return { answer: await question.read({ ...at, server: ofTenant(server, heard?.text) }, response) };
    } catch (error) {
      if (error instanceof Fault) return { verdict: faultVerdict(error) };
      if (isComplaint(error)) return { verdict: unbelieved(error) };
      throw error;
    }
  }

  async #discover(signal: AbortSignal | undefined): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.provider.issuer);
    const asked = { grant: 'discovery', client: this.#proof.kind } as const;
    try {
      const response = await oauth.discoveryRequest(issuer, {
        [oauth.allowInsecureRequests]: this.around.allowHttpOnLoopback,
        [oauth.customFetch]: async (url, init) =>
          again(await hear(this.around, new Set([issuer.origin]), url, init as RequestInit, signal)),
      });
      if (!response.ok) {
        const heard = { status: response.status, headers: response.headers, text: await response.text() };
        throw errorOf(judge(refusalIn(heard, []), asked, []), this.provider.id);
      }
      const server = await oauth.processDiscoveryResponse(issuer, response);
      for (const url of [server.authorization_endpoint, server.token_endpoint]) if (url) this.#refuseClear(url);
      return server;
    } catch (error) {
      if (error instanceof Fault) throw errorOf(faultVerdict(error), this.provider.id);
      if (isComplaint(error)) throw errorOf(unbelieved(error), this.provider.id);
      throw error;
    }
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

  /** https, or http to this very machine where the caller asked for it. */
  #refuseClear(url: string): void {
    const { protocol, hostname, host } = new URL(url.replace('{tid}', 'tid'));
    if (protocol === 'https:') return;
    const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
    if (protocol === 'http:' && loopback && this.around.allowHttpOnLoopback) return;
    throw misuse('CONFIG_VALUE_INVALID', 'provider', `names ${host} without https, and secrets do not travel in clear`);
  }
}

/** Milliseconds. A server that wants a longer pause is not waited for: the mail is deferred. */
const LONGEST_PAUSE = 60_000;

/** The hosts are fixed by the preset, or by the metadata of the issuer. */
function originsOf(server: oauth.AuthorizationServer): Set<string> {
  const urls = [server.token_endpoint, server.device_authorization_endpoint, server.issuer.replace('{tid}', 'tid')];
  return new Set(urls.filter((url) => url !== undefined).map((url) => new URL(url).origin));
}

/** The answer once more, for oauth4webapi. A challenge in the header would hide what the body says. */
function again({ status, headers, text }: Heard): Response {
  const kept = new Headers(headers);
  kept.delete('www-authenticate');
  return new Response(text, { status, headers: kept });
}

/** The issuer of a server of many tenants holds the one that the ID token names. It is not verified here, only filled in. */
function ofTenant(server: oauth.AuthorizationServer, text = ''): oauth.AuthorizationServer {
  if (!server.issuer.includes('{tid}')) return server;
  const tenant = claimsOf(String(jsonIn(text).id_token ?? '')).tid;
  return { ...server, issuer: server.issuer.replace('{tid}', typeof tenant === 'string' ? tenant : 'none') };
}

function faultVerdict({ means, message, retry }: Fault): Verdict {
  return { means, detail: message, retry, signIn: false };
}

/** The errors of oauth4webapi for an answer that breaks the rules. Their messages are constant; their causes are not shown. */
function isComplaint(error: unknown): error is Error {
  return error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError;
}

function unbelieved({ message }: Error): Verdict {
  return { means: 'OAUTH_RESPONSE_INVALID', detail: message, retry: false, signIn: false };
}
