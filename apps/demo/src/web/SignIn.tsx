import { FATES, FLOWS, type SignInOrder, type SignInProvider, type SignInState } from '../api.js';
import { FaultText } from './FaultText.js';
import { Icon } from './Icon.js';
import { TokenLife } from './TokenLife.js';
import { clockTime } from './times.js';
import { fill, useLanguage, useWords } from './words/index.js';

export const SIGN_IN_ID = 'sign-in';

interface Props {
  readonly state: SignInState;
  readonly order: (provider: SignInProvider, order: SignInOrder) => Promise<void>;
}

/** A person's sign-in: the way in, the life of what came of it, and what may happen to that. */
export function SignIn({ state, order }: Props) {
  const { signIn, ladder } = useWords();
  const language = useLanguage();
  const say = (what: SignInOrder): void => void order(state.provider, what);
  const { life, waiting, fault } = state;
  return (
    <section className="card sign-in" id={SIGN_IN_ID} tabIndex={-1} aria-labelledby="sign-in-title">
      <h2 id="sign-in-title">{signIn.title}</h2>
      <p className="quiet">
        {state.account} · {fill(signIn.clock, { time: clockTime(state.now, language) })}
      </p>
      <div className="sign-in-state" aria-live="polite">
        {fault && (
          <div className="needed">
            <FaultText fault={fault} at={ladder.phases[fault.phase]} brief />
          </div>
        )}
        {waiting ? <Waiting waiting={waiting} say={say} /> : <Standing life={life} />}
      </div>
      {life && <TokenLife life={life} now={state.now} />}
      {!waiting && <Ways state={state} say={say} />}
      {life?.renewable && !waiting && <Fates say={say} />}
      <News news={state.news} />
    </section>
  );
}

function Standing({ life }: Pick<SignInState, 'life'>) {
  const { signIn } = useWords();
  if (life === undefined) return <p>{signIn.nobody}</p>;
  return (
    <p className={`standing tone-${life.renewable ? 'good' : 'no'}`}>
      <Icon name={life.renewable ? 'check' : 'cross'} />
      {life.renewable ? signIn.signedIn : signIn.spent}
    </p>
  );
}

type Say = (order: SignInOrder) => void;

/** A person is asked, somewhere else. */
function Waiting({ waiting, say }: { readonly waiting: NonNullable<SignInState['waiting']>; readonly say: Say }) {
  const { signIn } = useWords();
  const until = fill(signIn.until, { time: clockTime(waiting.until, useLanguage()) });
  return (
    <div className="waiting">
      <p>{waiting.userCode === undefined ? signIn.goThere : signIn.typeCode}</p>
      {waiting.userCode !== undefined && (
        <p className="user-code" translate="no">
          {waiting.userCode}
        </p>
      )}
      <div className="actions">
        <a className="button is-main" href={waiting.page} target="_blank" rel="noreferrer">
          <Icon name="key" />
          {signIn.open}
        </a>
        <button type="button" className="button" onClick={() => say({ do: 'cancel' })}>
          {signIn.cancel}
        </button>
      </div>
      <p className="hint">{until}</p>
    </div>
  );
}

function Ways({ state, say }: { readonly state: SignInState; readonly say: Say }) {
  const { signIn } = useWords();
  const { flows, life } = state;
  if (life?.renewable && state.fault === undefined) {
    return (
      <div className="actions">
        <button type="button" className="button is-small" onClick={() => say({ do: 'sign-out' })}>
          {signIn.signOut}
        </button>
      </div>
    );
  }
  return (
    <>
      <div className="actions">
        {FLOWS.filter((flow) => flows.includes(flow)).map((flow) => (
          <button key={flow} type="button" className="button is-main" onClick={() => say({ do: 'begin', flow })}>
            {signIn.flows[flow]}
          </button>
        ))}
      </div>
      {!flows.includes('device-code') && <p className="hint">{signIn.noCode}</p>}
    </>
  );
}

function Fates({ say }: { readonly say: Say }) {
  const { fates } = useWords().signIn;
  return (
    <div className="fates">
      <h3>{fates.title}</h3>
      <div className="actions">
        {FATES.map((fate) => (
          <button key={fate} type="button" className="button is-small" onClick={() => say({ do: fate })}>
            {fates[fate]}
          </button>
        ))}
      </div>
      <p className="hint">{fates.text}</p>
    </div>
  );
}

function News({ news }: { readonly news: SignInState['news'] }) {
  const words = useWords().signIn.news;
  const language = useLanguage();
  if (news.length === 0) return null;
  return (
    <div className="news">
      <h3>{words.title}</h3>
      <ol>
        {news.map(({ at, kind, rotated, code }) => (
          <li key={`${at} ${kind}`} className={`news-${kind}`}>
            <time dateTime={new Date(at).toISOString()}>{clockTime(at, language)}</time>
            <span>
              {kind === 'renewed' && rotated ? words.rotated : words[kind]}
              {code !== undefined && (
                <>
                  {' '}
                  <code translate="no">{code}</code>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
