import type { FoundCause } from '../../api-doctor.js';
import { Icon, type IconName } from '../Icon.js';
import { Pilled } from '../Pilled.js';
import { Sentence } from '../Sentence.js';
import { fill, useLanguage, useWords } from '../words/index.js';
import type { ProbeState, ShownStage } from './state.js';

/** The way to the server, stage by stage, as it is walked. */
export function Stages({ state }: { readonly state: ProbeState }) {
  const { doctor, stage } = useWords();
  return (
    <section className="card stages-card" id="stages" tabIndex={-1} aria-labelledby="stages-title" data-testid="stages">
      <h2 id="stages-title">{doctor.stages}</h2>
      {state.played && (
        <p className="stage">
          <Icon name="shield" />
          <span>
            <Sentence words={stage.played} values={{ meant: state.played.meant, played: state.played.played }} />
          </span>
        </p>
      )}
      {state.status === 'idle' && <p className="hint">{doctor.empty}</p>}
      <ol className="stages" aria-labelledby="stages-title">
        {state.stages.map((row) => (
          <li key={row.stage} className={`is-${row.result.replace(' ', '-')}`} data-stage={row.stage}>
            <Row row={row} />
          </li>
        ))}
      </ol>
    </section>
  );
}

const SIGNS: Readonly<Partial<Record<ShownStage['result'], IconName>>> = {
  ok: 'check',
  failed: 'cross',
  skipped: 'minus',
};

/** One line; what was seen is folded away, unless it failed here. */
function Row({ row }: { readonly row: ShownStage }) {
  const { doctor } = useWords();
  const language = useLanguage();
  const sign = SIGNS[row.result];
  const line = (
    <>
      <span className="sign">{sign && <Icon name={sign} />}</span>
      <span className="stage-name">{doctor.names[row.stage]}</span>
      <span className={row.result === 'waiting' ? 'visually-hidden' : 'result'}>{doctor.results[row.result]}</span>
      <span className="took">
        {(row.result === 'ok' || row.result === 'failed') && fill(doctor.took, { milliseconds: row.milliseconds })}
      </span>
    </>
  );
  if (row.seen.length === 0 && row.cause === undefined) return <div className="stage-line">{line}</div>;
  return (
    <details open={row.result === 'failed' || undefined}>
      <summary className="stage-line">{line}</summary>
      <div className="stage-seen">
        {row.cause && <Cause cause={row.cause} />}
        {row.seen.length > 0 && (
          <ul translate="no">
            {row.seen.map((seen, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: what was seen never changes its order
              <li key={index}>
                <Pilled text={seen[language]} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

/** In short: the answer above tells more, as soon as the places beside it were tried. */
function Cause({ cause }: { readonly cause: FoundCause }) {
  const { what, fix } = cause.words[useLanguage()];
  return (
    <div className="stage-cause">
      <p>
        <strong>{what}</strong>
      </p>
      <p>{fix}</p>
    </div>
  );
}
