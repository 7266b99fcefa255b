/**
 * A reader of a table from English to another language. A key may hold placeholders, `reply {code}`: what stands in their
 * place is put into the translation, itself translated where the table has it. Undefined where no key fits.
 */
export function translator(table: Readonly<Record<string, string>>): (english: string) => string | undefined {
  const whole = new Map(Object.entries(table));
  const forms = [...whole].filter(([key]) => PLACEHOLDER.test(key));
  const patterns = new Map<string, RegExp>();

  function translated(english: string): string | undefined {
    const exact = whole.get(english);
    if (exact !== undefined) return exact;
    for (const [form, translation] of forms) {
      const pattern = patterns.get(form) ?? patternOf(form);
      patterns.set(form, pattern);
      const values = pattern.exec(english)?.groups;
      if (values === undefined) continue;
      return translation.replace(PLACEHOLDERS, (_, name: string) => translated(values[name]!) ?? values[name]!);
    }
    return undefined;
  }
  return translated;
}

const PLACEHOLDER = /\{\w+\}/;
const PLACEHOLDERS = /\{(\w+)\}/g;

function patternOf(form: string): RegExp {
  const parts = form.split(PLACEHOLDERS);
  const source = parts.map((part, at) =>
    at % 2 === 0 ? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : `(?<${part}>.+?)`,
  );
  return new RegExp(`^${source.join('')}$`, 's');
}
