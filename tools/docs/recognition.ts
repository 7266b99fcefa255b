import { type ReplyRow, replyRows } from '@ehlo/core';
import { allProfiles } from '../../packages/doctor/src/explain/providers.js';
import type { Condition, Rule } from '../../packages/doctor/src/explain/rule.js';
import { rules } from '../../packages/doctor/src/explain/rules/index.js';
import { ownRules } from '../../packages/doctor/src/explain/rules/own.js';
import { usualRules } from '../../packages/doctor/src/explain/rules/usual.js';

/** A row that reads a reply, and whose it is. */
export interface Reading {
  readonly row: ReplyRow;
  readonly of: string;
}

/** What leads to a cause: rows over replies, and rules over everything else that a person may tell. */
export interface Recognition {
  readonly readings: readonly Reading[];
  readonly rules: readonly Rule[];
}

/** Every row and rule by the cause that it means. Rules that only name what is frequent are none. */
export function recognition(): ReadonlyMap<string, Recognition> {
  const all = new Map<string, { readings: Reading[]; rules: Rule[] }>();
  const of = (code: string) => {
    const known = all.get(code) ?? { readings: [], rules: [] };
    all.set(code, known);
    return known;
  };
  const seen = new Set<ReplyRow>();
  for (const reading of [...replyRows.map((row) => ({ row, of: 'any server' })), ...ofProviders()]) {
    if (seen.has(reading.row)) continue;
    seen.add(reading.row);
    of(reading.row.means).readings.push(reading);
  }
  for (const rule of rules) if (!usualRules.includes(rule)) of(rule.means).rules.push(rule);
  return all;
}

/** Whether Ehlo alone has this cause: no reply and no words of others lead to it. */
export function isOwn({ readings, rules: known }: Recognition): boolean {
  return readings.length === 0 && known.every((rule) => ownRules.includes(rule));
}

function ofProviders(): Reading[] {
  return allProfiles.flatMap((profile) =>
    profile.replies.map((row) => ({ row, of: profile.id === 'generic' ? 'any server' : profile.name })),
  );
}

/** What a rule asks for beside words, in words. */
export function stateOf(rule: Rule): string {
  const parts = Object.entries(rule.when as Condition).flatMap(([name, value]) => {
    switch (name) {
      case 'stage':
        return [`at ${(value as string[]).join(', ')}`];
      case 'code':
        return [`reply ${(value as number[]).join(', ')}`];
      case 'enhanced':
        return [`enhanced code \`${String(value)}\``];
      case 'port':
        return [`port ${(value as number[]).join(', ')}`];
      case 'mode':
        return [`TLS: ${(value as string[]).join(' or ')}`];
      case 'login':
        return [`login by ${(value as string[]).join(' or ')}`];
      case 'host':
      case 'provider':
      case 'mechanism':
      case 'client':
      case 'user':
        return [`${name} \`${String(value)}\``];
      case 'endpoint':
        return [`endpoint ${String(value)}`];
      case 'userForm':
        return ['user name not in the form that the provider wants'];
      case 'reply':
        return [value === true ? 'a reply' : 'no reply'];
      default:
        return [];
    }
  });
  const worded = ['text', 'words', 'settings', 'also'].some((name) => name in rule.when);
  return [...(worded ? ['words'] : []), ...parts].join('; ');
}
