import { inspect } from 'node:util';

/** Every way in which a value gets into a log. */
function shown(value: unknown): string {
  const deep = inspect(value, { depth: 12, showHidden: true, getters: true, maxStringLength: null });
  const json = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each));
  return [deep, json, String(value), value instanceof Error ? value.stack : ''].join('\n');
}

/** Throws where one of the secrets is shown, also as it could appear encoded. */
export function expectNone(all: readonly string[], values: readonly unknown[]): void {
  const text = values.map(shown).join('\n');
  const secrets = all.filter((secret) => secret.length > 3);
  if (secrets.length === 0) throw new Error('nothing is looked for');
  for (const secret of secrets) {
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').slice(0, -4)]) {
      if (text.includes(form)) throw new Error(`${secret.slice(0, 8)}... is shown`);
    }
  }
}
