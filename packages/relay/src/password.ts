import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** A hash as it is read: how it was made, and what came out. */
export interface PasswordHash {
  readonly cost: ScryptOptions;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

// RFC 7914; the parameters are OWASP's for 16 MiB.
const LOG_N = 14;
const BLOCKS = 8;
const PARALLEL = 5;

/**
 * The scrypt hash of a password, to stand in `passwordHash` of a user: `$scrypt$ln=14,r=8,p=5$salt$hash`, each in base64.
 * Takes a fifth of a second of one core, and 16 MiB.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, 32, { N: 2 ** LOG_N, r: BLOCKS, p: PARALLEL });
  return `$scrypt$ln=${LOG_N},r=${BLOCKS},p=${PARALLEL}$${base64(salt)}$${base64(hash)}`;
}

/** A password that nobody guesses: 24 letters, digits, `-` and `_`, 144 bits. */
export function newPassword(): string {
  return randomBytes(18).toString('base64url');
}

/** What `hashPassword` wrote; undefined for anything else. */
export function readHash(text: unknown): PasswordHash | undefined {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{16,64})\$([\w+/]{22,88})$/.exec(String(text));
  if (parts === null) return undefined;
  const [logN, r, p] = parts.slice(1, 4).map(Number) as [number, number, number];
  // What a hash may ask of this machine is bounded: 64 MiB.
  if (logN < 10 || logN > 16 || r < 1 || r > 8 || p < 1) return undefined;
  return {
    cost: { N: 2 ** logN, r, p },
    salt: Buffer.from(parts[4] as string, 'base64'),
    hash: Buffer.from(parts[5] as string, 'base64'),
  };
}

export async function isPassword(password: string, { cost, salt, hash }: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await derive(password, salt, hash.length, cost), hash);
}

function derive(password: string, salt: Buffer, length: number, cost: ScryptOptions): Promise<Buffer> {
  const maxmem = 256 * (cost.N ?? 0) * (cost.r ?? 0);
  return new Promise((resolve, reject) => {
    // RFC 8265 4.2: passwords are compared in NFC.
    scrypt(password.normalize('NFC'), salt, length, { ...cost, maxmem }, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}

function base64(octets: Buffer): string {
  return octets.toString('base64').replace(/=+$/, '');
}
