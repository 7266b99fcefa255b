/**
 * A reader of a table from English to another language. A key may hold placeholders: `{port}` stands for a word,
 * which is put into the translation as it is, and `{why...}` for any text, which is translated where the table has it. Of
 * keys that fit, a whole sentence counts most, then the first. Undefined where none fits.
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
      return translation.replace(PLACEHOLDERS, (_, name: string, text?: string) => {
        const value = values[name]!;
        return text === undefined ? value : (translated(value) ?? value);
      });
    }
    return undefined;
  }
  return translated;
}

const PLACEHOLDER = /\{\w+(?:\.{3})?\}/;
const PLACEHOLDERS = /\{(\w+)(\.{3})?\}/g;

function patternOf(form: string): RegExp {
  let end = 0;
  const parts = [...form.matchAll(PLACEHOLDERS)].map(({ 0: whole, 1: name, 2: text, index }) => {
    const before = literally(form.slice(end, index));
    end = index + whole.length;
    return `${before}(?<${name}>${text === undefined ? '\\S+' : '.+?'})`;
  });
  return new RegExp(`^${parts.join('')}${literally(form.slice(end))}$`, 's');
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
