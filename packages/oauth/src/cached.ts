import type { AccessToken, TokenRequest, TokenSource } from '@ehlo/core';
import type { Happening } from './events.js';
import type { Asked } from './exchange.js';
import { errorOf } from './failure.js';
import { Flights } from './flights.js';
import { type HeldToken, held, isFresh, isUsable } from './grant.js';
import { HoldOff } from './hold-off.js';
import { type Complete, chance, complete, type Surroundings } from './surroundings.js';
import type { Tokens } from './tokens.js';

/**
 * Any source, asked only when it must be: one request for all mails that wait, the token kept until shortly before its
 * end, renewed ahead of it. Give `expiresAt` with the token; without it an hour is assumed.
 */
export function cached(source: TokenSource, options: Surroundings = {}): TokenSource {
  const around = complete(options);
  return keep(
    around,
    'token source',
    () => undefined,
    async (request) => {
      const given = await source(request);
      const { token, expiresAt } = typeof given === 'string' ? { token: given, expiresAt: undefined } : given;
      return { answer: { accessToken: token, scope: '', ...(expiresAt !== undefined && { expiresAt }) } };
    },
  );
}

/** A source over whatever gives tokens, without a store. `label` stands in errors where an account would. */
export function keep(
  around: Complete,
  label: string,
  tell: (event: Happening) => void,
  get: (request: TokenRequest) => Promise<Asked<Tokens>>,
): TokenSource {
  const flights = new Flights<Asked<HeldToken>>();
  const holdOff = new HoldOff();
  let kept: HeldToken | undefined;

  const renew = async (request: TokenRequest): Promise<Asked<HeldToken>> => {
    const { now } = around;
    const before = holdOff.recall('', now());
    const asked = before === undefined ? await get(request) : { verdict: before };
    if ('answer' in asked) {
      kept = held(asked.answer, now(), chance(around));
      const { scope, expiresAt } = kept;
      tell({ kind: 'renewed', scope, rotated: false, ...(expiresAt !== undefined && { expiresAt }) });
      return { answer: kept };
    }
    holdOff.remember('', asked.verdict, now());
    if (!asked.verdict.retry || !isUsable(kept, now(), request.refused)) return asked;
    tell({ kind: 'renewal-put-off', code: asked.verdict.means });
    return { answer: kept };
  };

  return async ({ signal, refused }) => {
    if (isFresh(kept, around.now(), refused)) return given(kept);
    const key = refused ?? '';
    const asked = await flights.join(key, (flying) => renew({ signal: flying, ...(refused && { refused }) }), signal);
    if ('verdict' in asked) throw errorOf(asked.verdict, label);
    return given(asked.answer);
  };
}

export function given({ accessToken: token, expiresAt }: HeldToken): AccessToken {
  return { token, ...(expiresAt !== undefined && { expiresAt }) };
}
