import type { MailMessage } from '@ehlo/core';
import fc from 'fast-check';
import { type Category, categories } from './categories.js';
import { compare } from './compare.js';
import { anyMail, forSending } from './messages.js';
import { byEhlo, byNodemailer, byPlugin } from './senders.js';

export interface Result {
  readonly messages: number;
  arrived: number;
  /** Of those that arrived all three ways: the same octets, but for what is drawn by chance. */
  sameOctets: number;
  /** And the same sender and recipients. */
  sameEnvelope: number;
  refusedByAll: number;
  /** How many messages showed each difference, by the id of its category. */
  readonly found: Map<string, number>;
  /** The least message that none of the categories explains, and how it differs. */
  readonly unexplained?: string;
}

/** Examples of all categories, then random messages, by all three ways. */
export async function run(messages: number, seed: number, told: (done: number) => void = () => {}): Promise<Result> {
  await using nodemailer = await byNodemailer();
  await using own = await byEhlo();
  await using plugin = await byPlugin();
  const result = {
    messages,
    arrived: 0,
    sameOctets: 0,
    sameEnvelope: 0,
    refusedByAll: 0,
    found: new Map<string, number>(),
  };
  let done = 0;

  /** The difference that no category explains. */
  const differs = async (mail: MailMessage): Promise<string | undefined> => {
    const theirs = await nodemailer.send(forSending(mail));
    const shown = new Set<Category>();
    let all = 'refused' in theirs ? 0 : 1;
    for (const sender of [own, plugin]) {
      const ours = await sender.send(forSending(mail));
      const difference = compare(mail, theirs, ours, sender === plugin);
      if ('unexplained' in difference) return `${sender.name}: ${difference.unexplained}`;
      for (const category of difference.explained) shown.add(category);
      if (!('refused' in ours)) all += 1;
    }
    if (all === 3) {
      const kinds = [...shown].map(({ shows }) => Object.keys(shows)[0]);
      result.arrived += 1;
      if (!kinds.includes('octets')) result.sameOctets += 1;
      if (!kinds.includes('envelope')) result.sameEnvelope += 1;
    }
    if (all === 0) result.refusedByAll += 1;
    for (const { id } of shown) result.found.set(id, (result.found.get(id) ?? 0) + 1);
    told((done += 1));
    return undefined;
  };

  for (const { id, example } of categories) {
    const unexplained = await differs(example);
    if (unexplained !== undefined) return { ...result, unexplained: `the example of "${id}": ${unexplained}` };
    if (!result.found.has(id)) return { ...result, unexplained: `the example of "${id}" does not show it` };
  }
  Object.assign(result, { arrived: 0, sameOctets: 0, sameEnvelope: 0, refusedByAll: 0 });
  result.found.clear();
  done = 0;
  const property = fc.asyncProperty(anyMail, async (mail) => {
    const unexplained = await differs(mail);
    if (unexplained !== undefined) throw new Error(unexplained);
  });
  const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns: messages, seed });
  if (!failed) return result;
  return { ...result, unexplained: `${(errorInstance as Error).message}\n${fc.stringify(counterexample?.[0])}` };
}
