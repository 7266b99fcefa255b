import { PROBE_LOGINS, PROBE_SECURITIES } from '../../api-doctor.js';
import { Choice, Field, SecretInput } from '../fields.js';
import { Icon } from '../Icon.js';
import { ProviderChoice } from '../ProviderChoice.js';
import { useWords } from '../words/index.js';
import { type Draft, USUAL_LOGIN } from './draft.js';

interface Props {
  readonly draft: Draft;
  readonly running: boolean;
  readonly change: (part: Partial<Draft>) => void;
  readonly examine: () => void;
  readonly stop: () => void;
}

/** Whom to examine: a server that the sandbox plays, or one that is typed. */
export function DoctorForm({ draft, running, change, examine, stop }: Props) {
  const { doctor, settings } = useWords();
  return (
    <form
      className="card settings"
      aria-label={doctor.whom}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (!running) examine();
      }}
    >
      <h2>{doctor.whom}</h2>
      <Choice
        legend={doctor.whom}
        hideLegend
        look="segments"
        value={draft.kind}
        options={(['sandbox', 'own'] as const).map((value) => ({ value, label: doctor.kinds[value] }))}
        // What is typed for the one is no secret of the other.
        choose={(kind) =>
          change({
            ...{ kind, user: '', secret: '', security: 'auto' },
            login: kind === 'own' ? 'none' : USUAL_LOGIN[draft.provider],
          })
        }
      />
      {draft.kind === 'sandbox' ? (
        <ProviderChoice
          value={draft.provider}
          choose={(provider) => change({ provider, login: USUAL_LOGIN[provider], user: '', secret: '' })}
        />
      ) : (
        <Place draft={draft} change={change} />
      )}
      <Choice
        legend={doctor.security}
        look="segments"
        value={draft.security}
        // Without TLS only where the doctor has led there.
        options={PROBE_SECURITIES.filter((value) => value !== 'none-on-loopback' || value === draft.security).map(
          (value) => ({ value, label: doctor.securities[value] }),
        )}
        choose={(security) => change({ security })}
      />
      <Choice
        legend={doctor.login}
        look="segments"
        value={draft.login}
        options={PROBE_LOGINS.map((value) => ({ value, label: doctor.logins[value] }))}
        choose={(login) => change({ login, secret: '' })}
      />
      {draft.login !== 'none' && <Login draft={draft} change={change} />}
      {draft.kind === 'own' && <p className="hint dials">{doctor.dials}</p>}
      <div className="actions">
        <button type="submit" className="button is-main" disabled={running}>
          <Icon name="play" />
          {running ? settings.running : doctor.examine}
        </button>
        {running && (
          <button type="button" className="button" onClick={stop}>
            {settings.stop}
          </button>
        )}
      </div>
    </form>
  );
}

type PartProps = Pick<Props, 'draft' | 'change'>;

const PLAIN = { autoCapitalize: 'none', autoComplete: 'off', spellCheck: false } as const;

function Place({ draft, change }: PartProps) {
  const { doctor } = useWords();
  return (
    <>
      <Field label={doctor.address} hint={doctor.addressHint}>
        {(ids) => (
          <input
            {...ids}
            {...PLAIN}
            type="text"
            inputMode="email"
            required={draft.host.trim() === ''}
            value={draft.address}
            onChange={(event) => change({ address: event.target.value })}
          />
        )}
      </Field>
      <div className="place">
        <Field label={doctor.host}>
          {(ids) => (
            <input
              {...ids}
              {...PLAIN}
              type="text"
              inputMode="url"
              value={draft.host}
              onChange={(event) => change({ host: event.target.value })}
            />
          )}
        </Field>
        <Field label={doctor.port}>
          {(ids) => (
            <input
              {...ids}
              {...PLAIN}
              type="number"
              min={1}
              max={65535}
              placeholder="587"
              value={draft.port}
              onChange={(event) => change({ port: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  );
}

function Login({ draft, change }: PartProps) {
  const { doctor, settings } = useWords();
  const isOwn = draft.kind === 'own';
  return (
    <>
      <Field label={doctor.user} hint={isOwn ? doctor.userHint : settings.userHint}>
        {(ids) => (
          <input
            {...ids}
            {...PLAIN}
            type="text"
            inputMode="email"
            value={draft.user}
            onChange={(event) => change({ user: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={draft.login === 'token' ? settings.secretToken : settings.secretPassword}
        {...(isOwn ? {} : { hint: settings.secretHint })}
      >
        {(ids) => <SecretInput ids={ids} value={draft.secret} change={(secret) => change({ secret })} />}
      </Field>
    </>
  );
}
