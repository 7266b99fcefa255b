import { catalogue, type FaultName, faults } from '@ehlo/sandbox';
import type { ProviderId, Switch } from '../api.js';

/** Shown first, since most people meet these. */
const FIRST = ['smtpAuth', 'basicAuth', 'appPassword', 'relay', 'token'];

/**
 * The switches of a provider's server that are words, the usual value first. Those that count
 * something (recipients, octets, seconds) are left to tests.
 */
export function switchesOf(provider: ProviderId, now: object): readonly Switch[] {
  const current = new Map<string, unknown>(Object.entries(now));
  const { switches, defaults } = catalogue[provider];
  const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return Object.entries(switches)
    .flatMap(([name, values]) => {
      if (values === 'number') return [];
      const usual = String(defaults[name]);
      return [
        { name, values: [usual, ...values.filter((value) => value !== usual)], value: String(current.get(name)) },
      ];
    })
    .sort((one, other) => rank(one.name) - rank(other.name));
}

export const FAULTS = Object.keys(faults) as readonly FaultName[];

/** Faults of STARTTLS are met only where it is spoken. */
export const faultsOf = (security: 'starttls' | 'implicit' | 'none'): readonly FaultName[] =>
  security === 'starttls' ? FAULTS : FAULTS.filter((name) => !name.includes('starttls'));

export const faultNamed = (word: string): FaultName | undefined => FAULTS.find((fault) => fault === word);
