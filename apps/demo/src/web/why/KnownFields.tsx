import { LOGIN_KINDS, TLS_SETTINGS } from '../../api-why.js';
import { Field } from '../fields.js';
import { useWords } from '../words/index.js';
import type { Pasted } from './pasted.js';

/** Programs that spell their settings each in their own way. */
const CLIENTS = [
  'nodemailer',
  'QD',
  'smtplib',
  'aiosmtplib',
  'Django',
  'fastapi-mail',
  'Jakarta Mail',
  'Spring',
  'PHPMailer',
  'Symfony Mailer',
  'MailKit',
  '.NET SmtpClient',
  'Go net/smtp',
  'curl',
  'msmtp',
  'swaks',
];

interface Props {
  readonly pasted: Pasted;
  /** As it is at first; from then on it is the person's to open and close. */
  readonly startsOpen: boolean;
  readonly change: (part: Partial<Pasted>) => void;
}

/** Settings that do not stand in the words. All may be left out. */
export function KnownFields({ pasted, startsOpen, change }: Props) {
  const { why } = useWords();
  const type = (name: Exclude<keyof Pasted, 'text'>) => ({
    type: 'text',
    autoCapitalize: 'none',
    autoComplete: 'off',
    spellCheck: false,
    value: pasted[name],
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });
  return (
    <details className="known" open={startsOpen || undefined}>
      <summary>{why.known}</summary>
      <div className="known-fields">
        <p className="hint">{why.knownHint}</p>
        <Field label={why.host}>{(ids) => <input {...ids} {...type('host')} inputMode="url" />}</Field>
        <Field label={why.port}>
          {(ids) => <input {...ids} {...type('port')} inputMode="numeric" maxLength={5} />}
        </Field>
        <Field label={why.tls}>
          {(ids) => (
            <select {...ids} value={pasted.tls} onChange={(event) => change({ tls: event.target.value })}>
              {(['', ...TLS_SETTINGS] as const).map((value) => (
                <option key={value} value={value}>
                  {why.tlsNames[value]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={why.login}>
          {(ids) => (
            <select {...ids} value={pasted.login} onChange={(event) => change({ login: event.target.value })}>
              {(['', ...LOGIN_KINDS] as const).map((value) => (
                <option key={value} value={value}>
                  {why.loginNames[value]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={why.client}>
          {(ids) => (
            <>
              <input {...ids} {...type('client')} list="clients" />
              <datalist id="clients">
                {CLIENTS.map((client) => (
                  <option key={client} value={client} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      </div>
    </details>
  );
}
