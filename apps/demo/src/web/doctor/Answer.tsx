import type { Neighbour } from '@ehlo/doctor';
import type { FoundCause, Told } from '../../api-doctor.js';
import { type Blame, FaultText } from '../FaultText.js';
import { Icon } from '../Icon.js';
import { Warnings } from '../Warnings.js';
import { fill, useWords } from '../words/index.js';
import type { Draft } from './draft.js';
import { NeighbourList, Neighbours, placeOf } from './Neighbours.js';
import type { ProbeState } from './state.js';

interface Props {
  readonly state: ProbeState;
  readonly tryThat: (place: Partial<Draft>) => void;
}

/** What the probe came to: where it fails and how that is mended, and what works instead. Spoken aloud as it appears. */
export function Answer({ state, tryThat }: Props) {
  const { doctor, ending } = useWords();
  const { status, told, stages, neighbours } = state;
  const failed = stages.some(({ result }) => result === 'failed');
  const isRunning = status === 'running' && told === undefined;
  return (
    <>
      <section
        className="outcome"
        aria-live="polite"
        aria-atomic="true"
        aria-label={doctor.answer}
        data-testid="diagnosis"
      >
        {status === 'lost' && <p className="card lost">{ending.failed}</p>}
        {status === 'broken' && <p className="card lost">{ending.broken}</p>}
        {status === 'aborted' && <p className="card">{doctor.aborted}</p>}
        {isRunning && (
          <p className="card running">
            <span className="pulse" aria-hidden="true" />
            {failed ? doctor.beside : doctor.running}
          </p>
        )}
        {told && <Card told={told} tryThat={tryThat} />}
      </section>
      {isRunning && neighbours.length > 0 && (
        <div className="card">
          <NeighbourList neighbours={neighbours} />
        </div>
      )}
    </>
  );
}

function Card({ told, tryThat }: { readonly told: Told } & Pick<Props, 'tryThat'>) {
  const { doctor } = useWords();
  const { ok, cause, failedAt, endpoint, stages, works, neighbours, warnings } = told;
  const where = endpoint && `${endpoint.host}:${endpoint.port}`;
  const loggedIn = stages.some(({ stage, result }) => stage === 'auth' && result === 'ok');
  return (
    <div className={`card ending tone-${ok ? 'good' : 'no'}`} data-word={ok ? 'well' : failedAt}>
      <header className="ending-head">
        <span className="badge">
          <Icon name={ok ? 'check' : 'cross'} />
        </span>
        <div>
          <h2>{failedAt === undefined ? doctor.well : fill(doctor.failedAt, { stage: doctor.names[failedAt] })}</h2>
          <p>
            {ok && where
              ? fill(loggedIn ? doctor.wellText : doctor.wellWithoutLogin, { where })
              : [where, told.provider].filter((part) => part !== undefined).join(' · ')}
          </p>
        </div>
      </header>
      {cause && failedAt && <FaultText fault={blame(cause)} at={doctor.names[failedAt]} />}
      {works && <Works place={works} tryThat={tryThat} />}
      <Neighbours neighbours={neighbours} />
      <Warnings warnings={warnings} />
    </div>
  );
}

function blame({ source, ...cause }: FoundCause): Blame {
  return source === undefined ? cause : { ...cause, rule: { source } };
}

/** The best of the places beside it. */
function Works({ place, tryThat }: { readonly place: Neighbour } & Pick<Props, 'tryThat'>) {
  const { doctor, ladder } = useWords();
  const security = place.tls === 'none' ? 'none-on-loopback' : place.tls;
  const there = { host: place.host, port: `${place.port}`, security } as const;
  return (
    <div className="works">
      <Icon name="check" />
      <p>
        <span>{doctor.works}</span>
        <strong>{fill(doctor.worksText, { place: placeOf(place), tls: ladder.tls[place.tls] })}</strong>
      </p>
      <button type="button" className="button is-small" onClick={() => tryThat(there)}>
        {doctor.tryThat}
      </button>
    </div>
  );
}
