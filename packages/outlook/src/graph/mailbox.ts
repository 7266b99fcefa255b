import type { HttpRequest } from '@ehlo/core/http';

/** Whose mail it is. */
export interface Mailbox {
  readonly user: string;
  /** Of somebody else than the user of the token. */
  readonly shared?: string;
}

/** A path within the mailbox. A token of an app has no `me`; it is told by having no name of a person. */
export function mailboxPath({ user, shared }: Mailbox, path: string): HttpRequest['path'] {
  return (claims) => {
    const isApp =
      claims !== undefined && claims.scp === undefined && (claims.idtyp === 'app' || claims.roles !== undefined);
    const whose = shared ?? (isApp ? user : undefined);
    return `/v1.0${whose === undefined ? '/me' : `/users/${encodeURIComponent(whose)}`}${path}`;
  };
}
