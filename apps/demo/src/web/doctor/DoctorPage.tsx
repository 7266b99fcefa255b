import { useCallback, useRef, useState } from 'react';
import type { SandboxChange } from '../../api.js';
import { intoView } from '../into-view.js';
import { Ladder } from '../Ladder.js';
import { StoryButtons } from '../Stories.js';
import { Switches } from '../Switches.js';
import { useSandbox } from '../use-sandbox.js';
import { useStream } from '../use-stream.js';
import { useWords } from '../words/index.js';
import { Answer } from './Answer.js';
import { DoctorForm } from './DoctorForm.js';
import { type Draft, FIRST_DRAFT, PATIENTS, type PatientId, targetOf } from './draft.js';
import { Stages } from './Stages.js';
import { PROBE } from './state.js';
import '../styles/doctor.css';

/** One server, examined stage by stage: whom on one side, what was found on the other. */
export default function DoctorPage({ shown }: { readonly shown: boolean }) {
  const { doctor } = useWords();
  const [draft, setDraft] = useState<Draft>(FIRST_DRAFT);
  const sandbox = useSandbox(draft.provider, shown);
  const { state, start, stop } = useStream(PROBE, () => {});
  const results = useRef<HTMLDivElement>(null);
  const change = useCallback((part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })), []);
  const box = sandbox.state?.boxes.find(({ provider }) => provider === draft.provider);
  const running = state.status === 'running';

  const examine = (whom: Draft): void => {
    setDraft(whom);
    start(targetOf(whom));
    intoView(results.current);
  };
  const play = async (id: PatientId): Promise<void> => {
    const { draft: told, change: changed } = PATIENTS.find((patient) => patient.id === id)!;
    await sandbox.change(told.provider, { reset: true, ...changed });
    examine({ ...FIRST_DRAFT, ...told });
  };

  return (
    <>
      <StoryButtons
        title={doctor.examples.title}
        items={PATIENTS.map(({ id }) => ({ id, ...doctor.examples.items[id] }))}
        disabled={running}
        play={(id) => void play(id)}
      />
      <div className="columns">
        <div className="column-settings">
          <DoctorForm draft={draft} running={running} change={change} examine={() => examine(draft)} stop={stop} />
          {box && draft.kind === 'sandbox' && (
            <Switches box={box} change={(changed: SandboxChange) => void sandbox.change(box.provider, changed)} />
          )}
        </div>
        <div className="column-results" ref={results}>
          <Answer state={state} tryThat={(place) => examine({ ...draft, ...place })} />
          <Stages state={state} />
          {state.trace.length > 0 && (
            <section className="card conversation" aria-label={doctor.conversation}>
              <h2>{doctor.conversation}</h2>
              <Conversation events={state.trace} />
            </section>
          )}
        </div>
      </div>
    </>
  );
}

function Conversation({ events }: Pick<Parameters<typeof Ladder>[0], 'events'>) {
  const { doctor, ladder } = useWords();
  return (
    <div className="lanes">
      <div className="lane">
        <Ladder events={events} client={ladder.ehlo} label={doctor.conversation} />
      </div>
    </div>
  );
}
