/** Who can mend it. `nobody` means: wait, it passes. */
export type Who = 'developer' | 'mailbox owner' | 'tenant admin' | 'server owner' | 'network' | 'nobody';

export type Language = 'en' | 'zh-CN';

/**
 * One root cause of a failed mail. The vocabulary is closed: core holds the causes that any server
 * can bring about, a provider's package those of its own.
 */
export interface Cause {
  readonly who: Who;
  /**
   * What becomes of a message that met it before anything was taken. `deferred`: the same message
   * may succeed later unchanged. `rejected`: it will not, before someone mends the cause.
   */
  readonly outcome: 'rejected' | 'deferred';
  /**
   * What a server that says this wants less of, for a while: a pool lowers it by itself and lets it recover.
   * Undefined: the refusal has nothing to do with the pace.
   */
  readonly slows?: 'connections' | 'messages';
  /** What happened and how it is mended, a sentence or two each, short and plain. */
  readonly words: Readonly<Record<Language, { readonly what: string; readonly fix: string }>>;
}

export type Causes = Readonly<Record<string, Cause>>;

/** Where the page of a cause stands: how it is recognised, and its fix in both languages. */
export function pageOf(code: string): string {
  return `https://github.com/ehlo-mail/ehlo/blob/main/docs/causes/${code}.md`;
}
