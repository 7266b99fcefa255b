import type { TraceEvent } from '@ehlo/core';
import { useMemo } from 'react';
import { Icon, type IconName } from './Icon.js';
import { type Chip, type Mark, readOffers } from './offers.js';
import { useWords } from './words/index.js';

const MARK_ICONS: Readonly<Record<Mark, IconName | undefined>> = {
  same: undefined,
  gone: 'minus',
  added: 'plus',
  changed: 'swap',
};

/** What the server offered before and after TLS, the difference, and the mechanism chosen from it. */
export function Capabilities({ events }: { readonly events: readonly TraceEvent[] }) {
  const words = useWords();
  const offers = useMemo(() => readOffers(events), [events]);
  if (offers.before === undefined && offers.after === undefined) return null;
  return (
    <section className="card" aria-labelledby="offer-title">
      <h2 id="offer-title">{words.offer.title}</h2>
      <div className="offers">
        {offers.before && <Offer title={words.offer.before} chips={offers.before} kind="clear" />}
        <Offer title={offers.before ? words.offer.after : words.offer.only} chips={offers.after} kind="secure" />
      </div>
      {offers.auth && (
        <p className={`remark remark-${offers.auth}`}>
          {offers.auth === 'appeared' ? words.offer.authAppeared : words.offer.authGone}
        </p>
      )}
      {offers.plan && offers.plan.mechanism !== null && (
        <div className="plan">
          <p>
            {words.offer.mechanism} <b translate="no">{offers.plan.mechanism}</b>
          </p>
          <Reasons mechanism={offers.plan.mechanism} why={offers.plan.why} />
        </div>
      )}
    </section>
  );
}

/** Why this mechanism; behind it what else was weighed. Reasons come from the rules, in their language. */
function Reasons({ mechanism, why }: { readonly mechanism: string; readonly why: readonly string[] }) {
  const { offer } = useWords();
  const mine = why.filter((reason) => reason.startsWith(`${mechanism}: `));
  const others = why.filter((reason) => !mine.includes(reason));
  return (
    <>
      {mine.map((reason) => (
        <p key={reason} className="because" lang="en">
          {reason.slice(mechanism.length + 2)}
        </p>
      ))}
      {others.length > 0 && (
        <details>
          <summary>{offer.why}</summary>
          <ul lang="en">
            {others.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

interface OfferProps {
  readonly title: string;
  readonly chips: readonly Chip[] | undefined;
  readonly kind: 'clear' | 'secure';
}

function Offer({ title, chips, kind }: OfferProps) {
  const words = useWords();
  return (
    <div className={`offer offer-${kind}`}>
      <h3>
        {kind === 'secure' && <Icon name="lock" />}
        {title}
      </h3>
      {chips === undefined ? (
        <p className="quiet">{words.offer.unseen}</p>
      ) : (
        <ul className="chips">
          {chips.map((chip) => (
            <OfferChip key={chip.line} chip={chip} />
          ))}
        </ul>
      )}
    </div>
  );
}

function OfferChip({ chip }: { chip: Chip }) {
  const { offer } = useWords();
  const icon = MARK_ICONS[chip.mark];
  return (
    <li className={`chip chip-${chip.mark}`} data-mark={chip.mark}>
      {icon && <Icon name={icon} />}
      <span translate="no">{chip.line}</span>
      {chip.mark !== 'same' && <span className="visually-hidden"> ({offer[chip.mark]})</span>}
    </li>
  );
}
