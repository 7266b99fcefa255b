/** The address in `Name <me@example.com>` or in a bare one; undefined where there is none. */
export function bareAddress(text: string | undefined): string | undefined {
  return /<([^<>\s]+@[^<>\s]+)>\s*$/.exec(text ?? '')?.[1] ?? /^\s*([^<>\s,]+@[^<>\s,]+)\s*$/.exec(text ?? '')?.[1];
}
