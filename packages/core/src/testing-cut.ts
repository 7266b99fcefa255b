/** How the server's bytes are cut: a reply at once, a line, a byte, all that may stand together, or at random places. */
export const cuttings = ['whole', 'lines', 'bytes', 'glued', 'random'] as const;
export type Cutting = (typeof cuttings)[number];

/** The replies of a server, cut so. `seed` makes random cuts repeatable. */
export function cut(replies: string[], cutting: Cutting, seed: number): string[] {
  switch (cutting) {
    case 'whole':
      return replies;
    case 'lines':
      return replies.flatMap((reply) => reply.split(/(?<=\n)/));
    case 'bytes':
      return [...replies.join('')];
    case 'glued':
      return [replies.join('')];
    case 'random':
      return cutAtRandom(replies.join(''), seed);
    default:
      return cutting satisfies never;
  }
}

function cutAtRandom(text: string, seed: number): string[] {
  const pieces: string[] = [];
  let state = seed;
  for (let at = 0; at < text.length; ) {
    // A linear congruential generator (Numerical Recipes): repeatable, and good enough to cut with.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const length = 1 + ((state >>> 16) % 12);
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}
