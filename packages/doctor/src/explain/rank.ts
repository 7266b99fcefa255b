import type { Facts } from './facts.js';
import { readByRows } from './reply-rows.js';
import { glance, holds, type Rule, type Sight, type Strength } from './rule.js';

/** What was seen, and why it speaks for a cause. */
export interface Clue {
  readonly saw: readonly Sight[];
  readonly because: string;
}

/** A cause, how much speaks for it (0 to 1), and what. */
export interface Ranked {
  readonly code: string;
  readonly score: number;
  readonly evidence: readonly Clue[];
}

const WEIGHT: Readonly<Record<Strength, number>> = {
  named: 1,
  proves: 0.96,
  strong: 0.85,
  settles: 0.75,
  points: 0.62,
  hints: 0.32,
  usual: 0.16,
};

/** What is left of a cause when a rule holds that knows better. */
const LEFT: Readonly<Record<Strength, number>> = {
  named: 0.1,
  proves: 0.2,
  strong: 0.35,
  settles: 0.45,
  points: 0.6,
  hints: 0.9,
  usual: 1,
};

/** What a rule is worth for a stage that was not told. */
const ASSUMED = 0.7;

/** What is only likely does not push these back. */
const FIRM: readonly Strength[] = ['named', 'proves', 'settles'];

/** Below this a cause is not worth naming. */
const ENOUGH = 0.15;

/** The causes that anything speaks for, the likeliest first. */
export function rank(facts: Facts, rules: readonly Rule[]): readonly Ranked[] {
  const found = new Map<string, Array<Clue & { readonly weight: number }>>();
  const pushed: Array<{ readonly other: string; readonly by: Strength }> = [];
  const firm = new Set<string>();
  const named = new Set<string>();
  const add = (code: string, weight: number, evidence: Clue): void => {
    found.set(code, [...(found.get(code) ?? []), { ...evidence, weight }]);
  };
  for (const rule of rules) {
    const held = holds(rule, facts);
    if (held === undefined) continue;
    // What settles a case does so wherever it is said.
    const assumed = held.assumed && !FIRM.includes(rule.strength);
    add(rule.means, WEIGHT[rule.strength] * (assumed ? ASSUMED : 1), { saw: held.saw, because: rule.because });
    if (assumed) continue;
    if (rule.strength === 'named') named.add(rule.means);
    if (FIRM.includes(rule.strength)) firm.add(rule.means);
    for (const other of rule.over ?? []) pushed.push({ other, by: rule.strength });
  }
  for (const { row, weight, reply } of readByRows(facts)) {
    const codes = [reply.code, reply.enhanced].filter((one) => one !== undefined).join(' ');
    const saw = [...(codes === '' ? [] : [{ state: `reply ${codes}` }]), { words: glance(reply.text) }];
    add(row.means, weight, { saw, because: row.because });
  }
  const left = (code: string): number => {
    const by = pushed.filter(({ other, by }) => other === code && (!firm.has(code) || FIRM.includes(by)));
    return Math.min(1, ...by.map(({ by }) => LEFT[by]));
  };
  return [...found]
    .map(([code, evidence]) => ({
      code,
      score: together(evidence) * (named.has(code) ? 1 : left(code)),
      evidence: shown(evidence),
    }))
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score);
}

/** The strongest counts whole. What agrees with it adds a little, since it is seldom independent of it. */
function together(evidence: ReadonlyArray<{ readonly weight: number }>): number {
  const [first = 0, ...rest] = evidence.map(({ weight }) => weight).sort((a, b) => b - a);
  return 1 - rest.slice(0, 3).reduce((doubt, weight) => doubt * (1 - weight / 3), 1 - first);
}

function shown(evidence: ReadonlyArray<Clue & { readonly weight: number }>): Clue[] {
  const sorted = [...evidence].sort((a, b) => b.weight - a.weight);
  // That a cause is frequent is told only where nothing else speaks for it.
  const telling = sorted.filter(({ weight }) => weight > WEIGHT.usual);
  const once = (telling.length > 0 ? telling : sorted).filter(
    (one, index, all) => all.findIndex(({ because }) => because === one.because) === index,
  );
  return once.slice(0, 4).map(({ saw, because }) => ({ saw, because }));
}
