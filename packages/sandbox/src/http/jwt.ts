import { constants, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { readObject } from './json.js';

export type Claims = Readonly<Record<string, unknown>>;

/** A JSON Web Token (RFC 7519), read and not yet believed. */
export interface Jwt {
  readonly header: Claims;
  readonly claims: Claims;
  /** What the signature stands under. */
  readonly signed: string;
  readonly signature: Buffer;
}

/** Signs with RS256, as both providers do. */
export function signJwt(header: Claims, claims: Claims, key: KeyObject): string {
  const signed = `${encode({ typ: 'JWT', alg: 'RS256', ...header })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** Undefined for what is no JWT. */
export function readJwt(text: string): Jwt | undefined {
  const [, head, body, signature] = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(text) ?? [];
  const [header, claims] = [decode(head), decode(body)];
  if (header === undefined || claims === undefined || signature === undefined) return undefined;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

/** Whether this key signed the token, with one of these algorithms (RFC 7518 3.1). */
export function isSignedBy(jwt: Jwt, key: string | KeyObject, algorithms: readonly ('RS256' | 'PS256')[]): boolean {
  const { alg } = jwt.header;
  const publicKey = typeof key === 'string' ? createPublicKey(key) : key;
  if (!(algorithms as readonly unknown[]).includes(alg)) return false;
  const padding = alg === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const saltLength = alg === 'PS256' ? constants.RSA_PSS_SALTLEN_DIGEST : undefined;
  return verify('sha256', Buffer.from(jwt.signed), { key: publicKey, padding, saltLength }, jwt.signature);
}

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export function createRsaKeys(): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string | undefined): Claims | undefined {
  return text === undefined ? undefined : readObject(Buffer.from(text, 'base64url').toString('utf8'));
}
