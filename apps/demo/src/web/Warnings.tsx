import type { Noticed } from '../api.js';
import { useLanguage, useWords } from './words/index.js';

/** What was noticed in the settings and is no failure by itself. */
export function Warnings({ warnings }: { readonly warnings: readonly Noticed[] }) {
  const { ending } = useWords();
  const language = useLanguage();
  if (warnings.length === 0) return null;
  return (
    <div className="warnings">
      <h3>{ending.warnings}</h3>
      <ul>
        {warnings.map((warning) => (
          <li key={warning.code + warning.message.en}>
            <strong>{ending.noticed[warning.code]}</strong> {warning.message[language]}
          </li>
        ))}
      </ul>
    </div>
  );
}
