import { list, table } from '../docs/markdown.js';
import { PATIENCE } from './lane.js';
import type { Tally } from './run.js';
import { type Finding, findings, isHarmless } from './truth.js';

export const path = 'docs/cuts.md';

export const columns = [
  'dialogue',
  'cuts',
  'accepted',
  'rejected',
  'deferred',
  'unknown',
  'unread',
  'avoidable',
  'false',
  'slowest',
] as const;

/** A tally as a row under `columns`. */
export function row({ dialogue, cuts, outcomes, findings, slowest }: Tally): ReadonlyArray<string | number> {
  const { accepted, rejected, deferred, unknown } = outcomes;
  const { unread, avoidable, twice } = findings;
  const untrue = findings['false accepted'] + findings['false refused'] + twice;
  const times = `${Math.max(slowest.close, slowest.reset)} / ${slowest.stall}`;
  return [dialogue, cuts, accepted, rejected, deferred, unknown, unread, avoidable, untrue, times];
}

/** What was counted, in words. */
export function words(all: Tally): string[] {
  const number = (count: number): string => count.toLocaleString('en');
  const { legitimate, unread, avoidable, twice } = all.findings;
  const share = ((100 * legitimate) / Math.max(all.outcomes.unknown, 1)).toFixed(2);
  return [
    `${number(all.cuts)} cuts, ${number(Object.values(all.outcomes).reduce((one, other) => one + other))} receipts.`,
    `False \`accepted\`: ${all.findings['false accepted']}. False \`deferred\` or \`rejected\`: ${all.findings['false refused']}. Taken or sent twice: ${twice}.`,
    `\`unknown\`: ${number(all.outcomes.unknown)}. Of these ${number(legitimate)} (${share}%) behind the last octet and before the answer, ${number(unread)} handed to the kernel around a reset and read by nobody, ${avoidable} avoidable.`,
    `Sockets, timers and sessions left behind, and runs that lasted too long: ${all.wrong.filter(({ what }) => !isOfFinding(what)).length}.`,
  ];
}

export function isClean({ cuts, wrong }: Tally): boolean {
  return cuts > 0 && wrong.length === 0;
}

export function sum(tallies: readonly Tally[]): Tally {
  const total = (of: (tally: Tally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);
  const most = (of: (tally: Tally) => number): number => Math.max(0, ...tallies.map(of));
  return {
    dialogue: 'all',
    cuts: total(({ cuts }) => cuts),
    outcomes: each(tallies, 'outcomes', total),
    findings: each(tallies, 'findings', total),
    slowest: each(tallies, 'slowest', most),
    repeated: total(({ repeated }) => repeated),
    wrong: tallies.flatMap(({ wrong }) => wrong),
  };
}

/** docs/cuts.md. */
export function page(tallies: readonly Tally[], stride: number, platform: string): string {
  const all = sum(tallies);
  const dirty = tallies.flatMap(({ dialogue, wrong }) => wrong.map(({ what }) => `${dialogue}: ${what}`));
  return `${[
    '# Every cut',
    '<!-- Made by `npm run cuts -- --write`. -->',
    'What Ehlo says when the line dies. A proxy on loopback stands between the client and the [sandbox](../packages/sandbox). It lets so many octets of one direction pass, then it ends the connection: by FIN, by RST, or by silence. After that each receipt is held against what the server took, what the proxy saw leave the client, and what it let through to the client.',
    ...words(all),
    `The last run was on ${platform}, ${stride === 1 ? 'with nothing left out' : `at every ${stride}th place`}.`,
    table(
      columns,
      [...tallies, all].map((tally) => row(tally)),
    ),
    ...(dirty.length > 0 ? ['What went wrong:', list(dirty)] : []),
    '## How it is measured',
    [
      'Each dialogue is cut after every octet of either direction, in all three ways. Over TLS the handshake is the same in all of them; it is cut with PLAIN, and over implicit TLS with EXTERNAL, which has a certificate of the client; the others are cut from its end on. "Inside records" means every octet of the header and of the tag, and the middle, of every record of TLS.',
      'Under load 40 messages go out at once over five connections; each connection, and all at once, end at samples spread over either direction.',
      'After the cut new connections get through, except where the name says "dead afterwards". So a message that the client sends once more is seen, and must not have left before.',
    ].join(' '),
    [
      'The columns from `accepted` to `unknown` count receipts, one a message.',
      '"False" is `accepted` for what was not taken or not answered, `deferred` or `rejected` for what was taken or what nobody could know, and whatever was taken or sent twice.',
      'What an `unknown` stands on is read from the octets. The proxy finds the last octets of the message among what came out of the client, and the reply with the id of the message among what it let through; over TLS it reads both with the key log of the client.',
    ].join(' '),
    list(
      (Object.keys(findings) as Finding[])
        .filter((finding) => finding !== 'right')
        .map((finding) => `${finding}${isHarmless(finding) ? '' : ', which fails the run'}: ${findings[finding]}`),
    ),
    `"Slowest" is milliseconds from the cut until all receipts are here and the transport is closed: the longest after FIN or RST / the longest after a stall, with dozens of others going on in the same process. The timeout of every phase is ${PATIENCE} ms for stalls, and ten seconds else, which nothing may wait for. Where the next connection is dead too, a stall lasts two timeouts. A cut that takes longer while others go on beside it is done once more alone, and counts then; that were ${all.repeated} of them.`,
    'After every run the client must have closed its sockets and the server must have no session left. After every dialogue `process.getActiveResourcesInfo()` is what it was before; intervals count even if they do not keep the process alive.',
  ].join('\n\n')}\n`;
}

function isOfFinding(what: string): boolean {
  return Object.keys(findings).some((finding) => what.startsWith(`${finding}:`));
}

function each<K extends 'outcomes' | 'findings' | 'slowest'>(
  tallies: readonly Tally[],
  name: K,
  how: (of: (tally: Tally) => number) => number,
): Tally[K] {
  const keys = Object.keys(tallies[0]?.[name] ?? {});
  const value = (tally: Tally, key: string): number => (tally[name] as Record<string, number>)[key] as number;
  return Object.fromEntries(keys.map((key) => [key, how((tally) => value(tally, key))])) as Tally[K];
}
