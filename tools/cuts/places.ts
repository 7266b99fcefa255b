import { type Cut, type Direction, directions, type Line, ways } from './cutting-proxy.js';
import type { Dialogue } from './dialogues.js';
import { records, TAG } from './tls-reading.js';
import type { readLine } from './truth.js';

/** Samples of each connection and direction under load, where nothing is skipped. */
const SAMPLES = 28;

/** A run, as the proxy saw it. */
export interface Seen {
  readonly lines: readonly Line[];
  readonly readings: ReadonlyArray<ReturnType<typeof readLine>>;
}

/** Where a dialogue is cut, judged by how it goes when it is left alone. Of all places every `stride`-th is taken. */
export function places({ cuts, afterwards }: Dialogue, { lines, readings }: Seen, stride: number): Cut[] {
  const [line] = lines as [Line];
  const first = (place: Place): Cut => ({ ...place, of: 1, afterwards });
  switch (cuts) {
    case 'octets':
      return octets(line, { 'to server': 0, 'to client': 0 }, stride).map(first);
    case 'octets behind TLS': {
      const [{ client, server }] = readings as [Seen['readings'][number]];
      return octets(line, { 'to server': client.from, 'to client': server.from }, stride).map(first);
    }
    case 'records':
      return joints(line)
        .filter((_, at) => at % stride === 0)
        .map(first);
    case 'load':
      return underLoad(lines, Math.ceil(SAMPLES / stride)).map((cut) => ({ ...cut, afterwards }));
    default:
      return cuts satisfies never;
  }
}

type Place = Omit<Cut, 'of' | 'afterwards'>;

/** The ways begin at different octets, so that a stride leaves less out. */
function octets({ passed }: Line, from: Record<Direction, number>, stride: number): Place[] {
  return directions.flatMap((direction) =>
    steps(from[direction], passed[direction], stride).flatMap((at) =>
      ways.map((way, which) => ({ way, direction, after: at + Math.floor((stride * which) / ways.length) })),
    ),
  );
}

/** At every octet of the header and of the tag of every record of TLS, and in its middle. */
function joints({ came }: Line): Place[] {
  return directions.flatMap((direction) =>
    records(Buffer.concat(came[direction])).flatMap(({ size = 0 }, record) => {
      const header = [1, 2, 3, 4, 5];
      const middle = [-1, 0, 1].map((off) => Math.floor(size / 2) + off);
      const tag = Array.from({ length: TAG }, (_, at) => at - TAG);
      const within = [...header, ...middle, ...tag].filter((after) => after < size && after > header.length - size);
      return within.flatMap((after) => ways.map((way) => ({ way, direction, record, after })));
    }),
  );
}

/** Each of the connections, and all at once; each combination a little further on than the one before. */
function underLoad(whole: readonly Line[], samples: number): Array<Omit<Cut, 'afterwards'>> {
  const targets = ['all' as const, ...whole.map(({ number }) => number)];
  const shift = 1 / (targets.length * ways.length);
  return directions.flatMap((direction) =>
    targets.flatMap((of, target) => {
      const counted = of === 'all' ? whole : [whole[of - 1] as Line];
      const length = counted.reduce((sum, { passed }) => sum + passed[direction], 0);
      return steps(0, samples - 1, 1).flatMap((sample) =>
        ways.map((way, which) => {
          const share = (sample + (target * ways.length + which) * shift) / samples;
          return { way, direction, of, after: Math.floor(length * share) };
        }),
      );
    }),
  );
}

function steps(from: number, to: number, stride: number): number[] {
  return Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_, at) => from + at * stride);
}
