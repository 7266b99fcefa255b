import { Icon } from './Icon.js';
import { Ladder } from './Ladder.js';
import type { RunState } from './run-state.js';
import { Sentence } from './Sentence.js';
import { useWords } from './words/index.js';

/** The ladder of a run; beside it the naive client's, where one is played. */
export function Conversation({ state }: { readonly state: RunState }) {
  const words = useWords();
  const compared = state.sequence !== undefined;
  return (
    <section className="card conversation" id="conversation" tabIndex={-1} aria-labelledby="conversation-title">
      <h2 id="conversation-title">{words.ladder.title}</h2>
      <StageLine stage={state.stage} />
      {state.status === 'idle' ? (
        <Preview />
      ) : (
        <div className={compared ? 'lanes is-compared' : 'lanes'}>
          {state.sequence !== undefined && (
            <div className="lane lane-naive">
              <h3>
                {words.ladder.naive} <small className="lane-note">{words.naive.sequences[state.sequence]}</small>
              </h3>
              <Ladder events={state.naive} client={words.ladder.naive} label={words.ladder.naive} />
              <NaiveEnding state={state} />
            </div>
          )}
          <div className="lane lane-ehlo">
            {compared && (
              <h3>
                {words.ladder.ehlo} <small className="lane-note">{words.ladder.same}</small>
              </h3>
            )}
            <Ladder
              events={state.ehlo}
              client={compared ? words.ladder.ehlo : words.ladder.client}
              label={words.ladder.title}
            />
          </div>
        </div>
      )}
    </section>
  );
}

/** Which server was meant, and who plays it: said plainly, since no real provider is dialled here. */
function StageLine({ stage }: { stage: RunState['stage'] }) {
  const words = useWords();
  if (stage === undefined) return null;
  return (
    <p className="stage">
      <Icon name="shield" />
      <span>
        <Sentence
          words={stage.known ? words.stage.played : words.stage.unknown}
          values={{ meant: stage.meant, played: stage.played }}
        />
        {stage.names && stage.names.length > 0 && (
          <small>
            {words.stage.names} {stage.names.join(', ')}
          </small>
        )}
      </span>
    </p>
  );
}

function NaiveEnding({ state }: { state: RunState }) {
  const { naive } = useWords();
  if (state.naiveEnding === undefined || state.sequence === undefined) return null;
  const { error } = state.naiveEnding;
  return (
    <div className={`naive-ending tone-${error === undefined ? 'good' : 'no'}`} role="status">
      <p>
        <Icon name={error === undefined ? 'check' : 'cross'} />
        {error === undefined ? naive.got : <code translate="no">{error}</code>}
      </p>
      <p className="hint">{naive.why[state.sequence]}</p>
    </div>
  );
}

/** Before the first run: the shape of what will come. */
function Preview() {
  const { ladder } = useWords();
  return (
    <div className="preview">
      <div className="preview-rails" aria-hidden="true">
        <span>{ladder.client}</span>
        <i className="to-left" />
        <i className="to-right" />
        <i className="preview-band">
          <Icon name="lock" />
        </i>
        <i className="to-right" />
        <i className="to-left" />
        <span>{ladder.server}</span>
      </div>
      <p>{ladder.empty}</p>
    </div>
  );
}
