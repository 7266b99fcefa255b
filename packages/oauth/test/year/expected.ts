import type { Tally } from './living.js';

/** What is wrong with these days; nothing where they were as they must be. */
export function wrongWith({ sent, subjects, grants, refreshed }: Tally, days: number): string[] {
  const lost = sent.filter(({ subject }) => !subjects.includes(subject));
  const [grant] = grants;
  return [
    ...sent
      .filter(({ outcome }) => outcome !== 'accepted')
      .map(({ subject, outcome, cause }) => `${subject}: ${outcome} ${cause}`),
    ...lost.map(({ subject }) => `${subject}: lost`),
    ...(subjects.length === 2 * days ? [] : [`${subjects.length} mails arrived, and ${2 * days} were to be sent`]),
    ...(grants.length === 1 ? [] : [`signed in ${grants.length} times`]),
    ...(grant?.revoked === false ? [] : ['the sign-in was lost']),
    // Both processes find on each day that the token has ended.
    ...(grant?.refreshes === days && refreshed === days
      ? []
      : [`${refreshed} refreshes for ${days} tokens that ended`]),
  ];
}
