/** A message of which it is not known whether it arrived, or whose client could not be told that it did. */
export interface RememberedMail {
  /** Its Message-ID with the angle brackets; `sha256:` and the hash of the octets for one that has none. */
  readonly id: string;
  /** SHA-256 of its octets, in hexadecimal, where it is known. Others with the same Message-ID are not this message. */
  readonly hash?: string;
  readonly from: string;
  readonly to: readonly string[];
  /** When it was first sent. */
  readonly since: Date;
  /**
   * `under-way`: it was handed to the transport, and what became of it is not known here. `unknown`: its end left and no
   * answer came. `accepted`: it was taken, and its client had gone before it could be told.
   */
  readonly state: 'under-way' | 'unknown' | 'accepted';
}

/** Where a relay keeps what it must not forget. One relay at a time has it. */
export interface RelayMemory {
  /** What was kept before. Rejects where another relay has it, or where it cannot be read. */
  open(): Promise<readonly RememberedMail[]>;
  /** Keeps a message in the place of what was kept of it (same id, from, to). When it resolves, a crash does not lose it. */
  keep(mail: RememberedMail): Promise<void>;
  /** Forgets a message (same id, from, to). */
  drop(mail: RememberedMail): Promise<void>;
  close(): Promise<void>;
}
