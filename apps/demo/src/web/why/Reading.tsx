import type { Evidence } from '@ehlo/doctor';
import { useId, useMemo } from 'react';
import { Pilled } from '../Pilled.js';
import { useWords } from '../words/index.js';
import { marked } from './marked.js';

interface Props {
  /** Secrets are taken out. */
  readonly seen: string;
  /** In English, in which states name what may stand in the text. */
  readonly evidence: readonly Evidence[];
}

/** What was pasted, as it was read, with the evidence marked. */
export function Reading({ seen, evidence }: Props) {
  const { why } = useWords();
  const title = useId();
  const pieces = useMemo(() => marked(seen, evidence), [seen, evidence]);
  return (
    <section className="card reading" aria-labelledby={title} data-testid="reading">
      <h2 id={title}>{why.seen}</h2>
      <p className="hint">{why.seenHint}</p>
      <pre translate="no">
        {pieces.map(({ text, isMarked }, index) =>
          isMarked ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change their order
            <mark key={index}>
              <Pilled text={text} />
            </mark>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change their order
            <Pilled key={index} text={text} />
          ),
        )}
      </pre>
    </section>
  );
}
