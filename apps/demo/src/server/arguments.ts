import { parseArgs } from 'node:util';

/** 5587: the submission port 587 with a 5 before it, out of the range that needs rights. */
const DEFAULT_PORT = 5587;

export const USAGE = `usage: npm start -- [--once] [--json] [--port N]

  --once    send one mail through each adapter, print the receipts and end:
            0 when all were accepted, else 1
  --json    one line of JSON a receipt, and nothing else on standard output
  --port N  where the page is served on 127.0.0.1: 0 to 65535, 0 for a free one; default ${DEFAULT_PORT}
`;

export interface Arguments {
  readonly once: boolean;
  readonly json: boolean;
  readonly port: number;
}

/** The arguments, or what is wrong with them. */
export function readArguments(words: readonly string[]): Arguments | string {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        port: { type: 'string', default: String(DEFAULT_PORT) },
      },
    });
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
    if (!(port <= 65535)) return '--port takes a number from 0 to 65535';
    return { once: values.once, json: values.json, port };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
