import type { Noticed } from '../api.js';
import { useWords } from './words/index.js';

/** What was noticed in the settings and is no failure by itself. */
export function Warnings({ warnings }: { readonly warnings: readonly Noticed[] }) {
  const { ending } = useWords();
  if (warnings.length === 0) return null;
  return (
    <div className="warnings">
      <h3>{ending.warnings}</h3>
      <ul>
        {warnings.map((warning) => (
          <li key={warning.code + warning.message}>
            <strong>{ending.noticed[warning.code]}</strong> <span lang="en">{warning.message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
