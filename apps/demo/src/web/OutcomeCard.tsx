import type { Ending } from '../api.js';
import { Fact, FaultText } from './FaultText.js';
import { Icon } from './Icon.js';
import { ENDING_MARKS } from './marks.js';
import type { RunState } from './run-state.js';
import { SIGN_IN_ID } from './SignIn.js';
import { Warnings } from './Warnings.js';
import { useLanguage, useWords } from './words/index.js';

/** The warning of a transport that has left SMTP for the provider's API. */
const SECOND_ROAD = 'SECOND_ROAD';

/** How it ended: the word, the cause, who can mend it and how. Spoken aloud as it appears. */
export function OutcomeCard({ state }: { readonly state: RunState }) {
  const words = useWords();
  const { ending } = state;
  return (
    <section
      className="outcome"
      aria-live="polite"
      aria-atomic="true"
      aria-label={words.ending.title}
      data-testid="outcome"
    >
      {state.status === 'lost' && <p className="card lost">{words.ending.failed}</p>}
      {state.status === 'broken' && <p className="card lost">{words.ending.broken}</p>}
      {state.status === 'running' && ending === undefined && (
        <p className="card running">
          <span className="pulse" aria-hidden="true" />
          {words.ending.running}
        </p>
      )}
      {ending && <Card ending={ending} />}
    </section>
  );
}

function Card({ ending }: { ending: Ending }) {
  const words = useWords();
  const language = useLanguage();
  const mark = ENDING_MARKS[ending.word];
  const roundabout = ending.warnings.find(({ code }) => code === SECOND_ROAD);
  const warnings = ending.warnings.filter((warning) => warning !== roundabout);
  return (
    <div className={`card ending tone-${mark.tone}`} data-word={ending.word}>
      <header className="ending-head">
        <span className="badge">
          <Icon name={mark.icon} />
        </span>
        <div>
          <h2>{words.ending.words[ending.word]}</h2>
          <p>{words.ending.means[ending.word]}</p>
        </div>
      </header>
      {ending.fault && <FaultText fault={ending.fault} at={words.ladder.phases[ending.fault.phase]} />}
      {ending.fault?.signIn && (
        <a className="button is-main to-sign-in" href={`#${SIGN_IN_ID}`}>
          <Icon name="key" />
          {words.ending.signIn}
        </a>
      )}
      {roundabout && (
        <div className="roundabout">
          <p>
            <Icon name="swap" />
            <strong>{words.ending.secondRoad}</strong>
          </p>
          <p>{roundabout.message[language]}</p>
        </div>
      )}
      <dl className="facts">
        {ending.mechanism && <Fact name={words.ending.mechanism} value={ending.mechanism} code />}
        {ending.road && <Fact name={words.ending.road} value={words.settings.vias[ending.road]} />}
        {ending.messageId && <Fact name={words.ending.messageId} value={ending.messageId} code />}
        {ending.reply && <Fact name={words.ending.reply} value={ending.reply} code />}
      </dl>
      {ending.refused.length > 0 && (
        <>
          <h3>{words.ending.refused}</h3>
          {ending.refused.map(({ recipient, fault }) => (
            <div key={recipient}>
              <code>{recipient}</code>
              <FaultText fault={fault} at={words.ladder.phases[fault.phase]} />
            </div>
          ))}
        </>
      )}
      <Warnings warnings={warnings} />
    </div>
  );
}
