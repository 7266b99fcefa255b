import { randomBytes } from 'node:crypto';
import { type Clock, DAY, MINUTE } from './clock.js';
import { type WebProvider, word } from './directory.js';
import { type Handle, Handles } from './handles.js';

/** What somebody was asked to agree to. */
export interface Consent {
  readonly provider: WebProvider;
  readonly clientId: string;
  readonly tenant: string;
  /** As asked for, with the address of the resource where it has one. */
  readonly scopes: readonly string[];
}

/** A device code (RFC 8628), and what became of it. */
export interface DeviceRequest extends Consent {
  readonly userCode: string;
  state: 'pending' | 'approved' | 'denied';
  user?: string;
  polledAt?: number;
}

/** An authorization code, and what its redemption must show. */
export interface CodeRequest extends Consent {
  readonly user: string;
  readonly redirectUri: string;
  readonly challenge?: string;
  readonly nonce?: string;
  readonly offline: boolean;
}

/** What a user has agreed to: the line of refresh tokens that comes of one sign-in. */
export interface Grant extends Consent {
  readonly user: string;
  readonly issuedAt: number;
  /** When it was ended, by the user, by an administrator or by a token that was used twice. */
  revokedAt?: number;
  /** How often it was refreshed. */
  refreshes: number;
  /** The newest refresh token. */
  refreshToken: string;
  /** The one that was honoured last. */
  honoured?: string;
}

const HALF_YEAR = 180 * DAY;

/** Everything that was agreed to and not yet turned into access tokens. */
export class Grants {
  readonly codes: Handles<CodeRequest>;
  readonly devices: Handles<DeviceRequest>;
  readonly refreshTokens: Handles<Grant>;
  readonly all: Grant[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.codes = new Handles(clock);
    this.devices = new Handles(clock);
    this.refreshTokens = new Handles(clock);
  }

  openDevice(request: Consent, lifetime: number): Handle<DeviceRequest> {
    // Microsoft shows nine letters and digits, Google eight with a hyphen.
    const letters = word(9).toUpperCase();
    const userCode = request.provider === 'google' ? `${letters.slice(0, 4)}-${letters.slice(4, 8)}` : letters;
    const text = `${request.provider === 'google' ? 'AH-1' : 'GAQAB'}${randomBytes(90).toString('base64url')}`;
    return this.devices.issue(text, { ...request, userCode, state: 'pending' }, lifetime);
  }

  /** The request that a person was told this code for; undefined where it is over. */
  deviceOf(userCode: string): DeviceRequest | undefined {
    const sought = plain(userCode);
    for (const handle of this.devices.all()) {
      if (plain(handle.value.userCode) === sought && handle.uses === 0 && !this.devices.isExpired(handle))
        return handle.value;
    }
    return undefined;
  }

  openCode(request: CodeRequest): string {
    const text = `${request.provider === 'google' ? '4/0A' : '1.A'}${randomBytes(120).toString('base64url')}`;
    return this.codes.issue(text, request, 10 * MINUTE).text;
  }

  /** A new line of refresh tokens. */
  begin(request: Consent, user: string, lifetime: number = HALF_YEAR): Grant {
    const { provider, clientId, tenant, scopes } = request;
    const grant = {
      provider,
      clientId,
      tenant,
      scopes,
      user,
      issuedAt: this.#clock.now(),
      refreshes: 0,
      refreshToken: '',
    };
    this.all.push(grant);
    this.extend(grant, lifetime);
    return grant;
  }

  /** The next refresh token of a line; those of before stay known. */
  extend(grant: Grant, lifetime: number): void {
    const prefix = grant.provider === 'google' ? '1//0' : '1.A';
    grant.refreshToken = `${prefix}${randomBytes(grant.provider === 'google' ? 75 : 240).toString('base64url')}`;
    this.refreshTokens.issue(grant.refreshToken, grant, lifetime);
  }

  revoke(grant: Grant): void {
    grant.revokedAt ??= this.#clock.now();
  }
}

function plain(userCode: string): string {
  return userCode.replace(/[\s-]/g, '').toUpperCase();
}
