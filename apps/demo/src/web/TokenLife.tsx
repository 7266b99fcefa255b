import type { SignInState } from '../api.js';
import { clockTime } from './times.js';
import { fill, useLanguage, useWords } from './words/index.js';

type Life = NonNullable<SignInState['life']>;

/** The access tokens of a sign-in: for whom, for what, and how long. Everything but the tokens. */
export function TokenLife({ life, now }: { readonly life: Life; readonly now: number }) {
  const { signIn } = useWords();
  return (
    <div className="token-life">
      {life.tokens.map((token) => (
        <OneToken key={token.scope} token={token} renewable={life.renewable} now={now} />
      ))}
      <dl>
        <div>
          <dt>{signIn.renewals}</dt>
          <dd data-testid="renewals">{life.renewals}</dd>
        </div>
      </dl>
    </div>
  );
}

interface OneTokenProps {
  readonly token: Life['tokens'][number];
  readonly renewable: boolean;
  readonly now: number;
}

function OneToken({ token, renewable, now }: OneTokenProps) {
  const { signIn } = useWords();
  const language = useLanguage();
  const moment = (at: number): string =>
    fill(signIn.minutes, { time: clockTime(at, language), minutes: Math.max(0, Math.round((at - now) / 60_000)) });
  const { scope, audience, expiresAt, renewAt } = token;
  const over = expiresAt !== undefined && expiresAt <= now;
  return (
    <article className="token" aria-label={signIn.token}>
      <h3>{signIn.token}</h3>
      <dl>
        <div>
          <dt>{signIn.audience}</dt>
          <dd>{audience === undefined ? signIn.opaque : <code translate="no">{audience}</code>}</dd>
        </div>
        <div>
          <dt>{signIn.scope}</dt>
          <dd>
            <code translate="no">{scope}</code>
          </dd>
        </div>
        {expiresAt !== undefined && (
          <div>
            <dt>{signIn.ends}</dt>
            <dd>{over ? signIn.ended : moment(expiresAt)}</dd>
          </div>
        )}
        {renewable && (
          <div>
            <dt>{signIn.renewAt}</dt>
            <dd>{renewAt <= now ? signIn.renewNow : moment(renewAt)}</dd>
          </div>
        )}
      </dl>
    </article>
  );
}
