import type { Security, Warning } from '@ehlo/core';
import { isLoopback } from './presets.js';

/** What settings from elsewhere say about TLS. What was not said is undefined. */
export interface SaidOfTls {
  /** TLS from the first byte: SSL, `secure`, smtps. */
  readonly ssl?: boolean;
  /** The upgrade of a clear connection. */
  readonly starttls?: boolean;
  /** TLS is wanted, and it was not said which way. */
  readonly either?: boolean;
  readonly host: string;
  readonly port?: number;
  /** How the settings are called, for warnings. */
  readonly names: { readonly ssl: string; readonly starttls: string; readonly port: string };
}

/**
 * Makes one word of a pair of flags. The two flags are two ways to TLS, not two amounts of it: a connection is
 * begun in TLS (port 465) or upgraded by STARTTLS (587, 25), never both (RFC 8314 3.3, 7.3). Mail is never sent in
 * clear but to this machine.
 *
 * | SSL | STARTTLS | port 465   | no port    | 25, 587                  | others     |
 * |-----|----------|------------|------------|--------------------------|------------|
 * | on  | on       | implicit ! | starttls ! | starttls !               | starttls ! |
 * | on  | off      | implicit   | implicit   | auto (STARTTLS first) !  | implicit   |
 * | off | on       | auto (implicit first) ! | starttls | starttls      | starttls   |
 * | off | off      | implicit   | auto       | starttls                 | auto       |
 *
 * `!` comes with a warning. Off and off is `none-on-loopback` for this machine, except on port 465; for any other
 * host TLS stays required, with a warning where both were turned off in so many words.
 */
export function securityOf(said: SaidOfTls): { security: Security; warning?: Warning } {
  const { ssl, starttls, host, port, names } = said;
  if (ssl && starttls) return both(said);
  if (ssl) {
    if (port !== 25 && port !== 587) return { security: 'implicit' };
    return {
      security: 'auto',
      warning: warn(
        names.ssl,
        `${names.ssl} asks for TLS from the first byte, but port ${port} begins in clear and is upgraded by STARTTLS. STARTTLS is tried first, then the other. Set ${names.port} to 465, or turn ${names.ssl} off.`,
      ),
    };
  }
  if (starttls) {
    if (port !== 465) return { security: 'starttls' };
    return {
      security: 'auto',
      warning: warn(
        names.starttls,
        `${names.starttls} asks for STARTTLS, but port 465 speaks TLS from the first byte. That is tried first, then the other. Set ${names.port} to 587, or turn ${names.starttls} off.`,
      ),
    };
  }
  if (port === 465) return { security: 'implicit' };
  if (isLoopback(host) && !said.either) return { security: 'none-on-loopback' };
  const security = port === 25 || port === 587 ? 'starttls' : 'auto';
  if (ssl !== false || starttls !== false) return { security };
  return {
    security,
    warning: warn(
      names.starttls,
      `${names.ssl === names.starttls ? `${names.ssl} turns TLS` : `${names.ssl} and ${names.starttls} are both`} off, but mail and passwords travel in clear to this machine only. TLS is required all the same.`,
    ),
  };
}

function both({ port, names }: SaidOfTls): { security: Security; warning: Warning } {
  const security = port === 465 ? 'implicit' : 'starttls';
  const chosen =
    port === 465
      ? `port 465 speaks TLS from the first byte, so ${names.ssl} is followed`
      : `${port === undefined ? 'no port is set' : `port ${port} begins in clear`}, so ${names.starttls} is followed`;
  const text = `${names.ssl} and ${names.starttls} are both on. They are two ways to TLS and exclude each other: ${chosen}. Turn the other off.`;
  return { security, warning: warn(names.starttls, text) };
}

function warn(field: string, message: string): Warning {
  return { code: 'SETTINGS_CONTRADICT', field, message };
}
