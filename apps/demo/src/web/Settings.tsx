import { useId } from 'react';
import { type FormSettings, VIAS } from '../api.js';
import { type Draft, QD_BLOCK } from './draft.js';
import { Choice, Field, SecretInput } from './fields.js';
import { Icon } from './Icon.js';
import { NaiveChoice } from './NaiveChoice.js';
import { ProviderChoice } from './ProviderChoice.js';
import { useWords } from './words/index.js';

interface Props {
  readonly draft: Draft;
  /** The ways to sign in that make sense for the provider chosen. */
  readonly logins: ReadonlyArray<FormSettings['login']>;
  readonly running: boolean;
  readonly change: (part: Partial<Draft>) => void;
  readonly run: () => void;
  readonly stop: () => void;
}

/** The account: chosen, or pasted as people keep it. */
export function Settings({ draft, logins, running, change, run, stop }: Props) {
  const words = useWords();
  return (
    <form
      className="card settings"
      aria-labelledby="settings-title"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (!running) run();
      }}
    >
      <h2 id="settings-title">{words.settings.title}</h2>
      <Choice
        legend={words.settings.how}
        hideLegend
        look="segments"
        value={draft.tab}
        options={[
          { value: 'form', label: words.settings.form },
          { value: 'paste', label: words.settings.paste },
        ]}
        choose={(tab) => change({ tab })}
      />
      {draft.tab === 'form' ? (
        <AccountForm draft={draft} logins={logins} change={change} />
      ) : (
        <PasteForm draft={draft} change={change} />
      )}
      <NaiveChoice draft={draft} change={change} />
      <div className="actions">
        <button type="submit" className="button is-main" disabled={running}>
          <Icon name="play" />
          {running ? words.settings.running : words.settings.check}
        </button>
        {running && (
          <button type="button" className="button" onClick={stop}>
            {words.settings.stop}
          </button>
        )}
      </div>
    </form>
  );
}

function AccountForm({ draft, logins, change }: Pick<Props, 'draft' | 'logins' | 'change'>) {
  const words = useWords();
  return (
    <>
      <ProviderChoice value={draft.provider} choose={(provider) => change({ provider, user: '', secret: '' })} />
      <Choice
        legend={words.settings.login}
        look="segments"
        value={draft.login}
        options={logins.map((login) => ({ value: login, label: words.settings[login] }))}
        choose={(login) => change({ login, secret: '' })}
      />
      {draft.login === 'sign-in' ? (
        <RoadChoice draft={draft} change={change} />
      ) : (
        <LoginFields draft={draft} change={change} />
      )}
    </>
  );
}

function RoadChoice({ draft, change }: Pick<Props, 'draft' | 'change'>) {
  const { settings } = useWords();
  return (
    <div className="road-choice">
      <Choice
        legend={settings.via}
        look="segments"
        value={draft.via}
        options={VIAS.map((value) => ({ value, label: settings.vias[value] }))}
        choose={(via) => change({ via })}
      />
      <p className="hint">{settings.viaHints[draft.via]}</p>
    </div>
  );
}

function LoginFields({ draft, change }: Pick<Props, 'draft' | 'change'>) {
  const words = useWords();
  return (
    <>
      <Field label={words.settings.user} hint={words.settings.userHint}>
        {(ids) => (
          <input
            {...ids}
            type="text"
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
            autoComplete="off"
            value={draft.user}
            onChange={(event) => change({ user: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={draft.login === 'token' ? words.settings.secretToken : words.settings.secretPassword}
        hint={words.settings.secretHint}
      >
        {(ids) => <SecretInput ids={ids} value={draft.secret} change={(secret) => change({ secret })} />}
      </Field>
    </>
  );
}

function PasteForm({ draft, change }: Pick<Props, 'draft' | 'change'>) {
  const words = useWords();
  const note = useId();
  return (
    <>
      <Field label={words.settings.pasted} hint={words.settings.pastedHint}>
        {(ids) => (
          <textarea
            {...ids}
            className="is-code"
            rows={9}
            required
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            value={draft.pasted}
            onChange={(event) => change({ pasted: event.target.value })}
          />
        )}
      </Field>
      <div className="paste-foot">
        <button
          type="button"
          className="button is-small"
          aria-describedby={note}
          onClick={() => change({ pasted: QD_BLOCK })}
        >
          {words.settings.example}
        </button>
        <p className="hint" id={note}>
          {words.settings.pastedSecret}
        </p>
      </div>
    </>
  );
}
