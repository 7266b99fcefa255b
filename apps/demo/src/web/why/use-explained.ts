import { useEffect, useState } from 'react';
import type { Explained } from '../../api-why.js';
import { explainText } from '../client.js';
import { type Pasted, requestOf } from './pasted.js';

/** Whoever types is left in peace this long. */
const PAUSE_MS = 180;

interface Told {
  readonly answer?: Explained;
  /** The server is gone. */
  readonly lost: boolean;
}

/** The answer to what stands in the form; the one before stays until the next has come. */
export function useExplained(pasted: Pasted): Told {
  const [told, setTold] = useState<Told>({ lost: false });
  useEffect(() => {
    const request = requestOf(pasted);
    if (request === undefined) {
      setTold({ lost: false });
      return;
    }
    const abort = new AbortController();
    const timer = window.setTimeout(() => {
      explainText(request, abort.signal).then(
        (answer) => setTold({ answer, lost: false }),
        () => abort.signal.aborted || setTold({ lost: true }),
      );
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [pasted]);
  return told;
}
