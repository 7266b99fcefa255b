import type { Neighbour } from '@ehlo/doctor';
import { Icon } from '../Icon.js';
import { useWords } from '../words/index.js';

export const placeOf = ({ host, port, address }: Neighbour): string =>
  address === undefined ? `${host}:${port}` : `${host}:${port} (${address})`;

/** The places beside the one that failed, tried without credentials. Those that work come first. */
export function Neighbours({ neighbours }: { readonly neighbours: readonly Neighbour[] }) {
  const { doctor } = useWords();
  if (neighbours.length === 0) return null;
  return (
    <details className="beside">
      <summary>{doctor.neighbours}</summary>
      <div>
        {!neighbours.some(({ works }) => works) && <p>{doctor.nothingWorks}</p>}
        <NeighbourList neighbours={neighbours} />
      </div>
    </details>
  );
}

export function NeighbourList({ neighbours }: { readonly neighbours: readonly Neighbour[] }) {
  const { doctor, ladder } = useWords();
  return (
    <ul className="neighbours">
      {neighbours.map((one) => (
        <li key={`${placeOf(one)} ${one.tls}`} className={one.works ? 'tone-good' : 'tone-no'}>
          <Icon name={one.works ? 'check' : 'cross'} />
          <code translate="no">{placeOf(one)}</code>
          <span>{ladder.tls[one.tls]}</span>
          {one.works ? (
            <span>
              {doctor.neighbourWorks}
              {one.mechanisms.length > 0 && ` · ${one.mechanisms.join(' ')}`}
            </span>
          ) : (
            <code translate="no">{one.code}</code>
          )}
        </li>
      ))}
    </ul>
  );
}
