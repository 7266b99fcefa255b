import { type ReactNode, useEffect, useId, useRef } from 'react';

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** Gives the control; the ids bind it to its label and hint. */
  readonly children: (ids: { id: string; 'aria-describedby'?: string }) => ReactNode;
}

export function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(hint ? { id, 'aria-describedby': `${id}-hint` } : { id })}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly hideLegend?: boolean;
  readonly look: 'cards' | 'segments';
  readonly value: T;
  readonly options: ReadonlyArray<Option<T>>;
  readonly choose: (value: T) => void;
}

/** One of several, as radio buttons: arrow keys move, Tab leaves. */
export function Choice<T extends string>({ legend, hideLegend, look, value, options, choose }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset className={`choice-set look-${look}`}>
      <legend className={hideLegend ? 'visually-hidden' : undefined}>{legend}</legend>
      <div className="choice-options">
        {options.map((option) => (
          <label key={option.value} className="choice-option">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => choose(option.value)}
            />
            <span className="choice-face">
              <span className="choice-label">{option.label}</span>
              {option.hint && <span className="choice-hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface SecretInputProps {
  readonly ids: { id: string };
  readonly value: string;
  readonly change: (value: string) => void;
}

/** React copies the value of a controlled input into an attribute of the document; a secret has no business there. */
export function SecretInput({ ids, value, change }: SecretInputProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current && value === '') input.current.value = '';
  }, [value]);
  return (
    <input {...ids} ref={input} type="password" autoComplete="off" onChange={(event) => change(event.target.value)} />
  );
}
