import { Fragment } from 'react';
import { SECRET_MARK } from '../api.js';
import { Icon } from './Icon.js';
import { useWords } from './words/index.js';

/** Text, with a pill wherever the mark for a secret stands. */
export function Pilled({ text }: { readonly text: string }) {
  return text.split(SECRET_MARK).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change their order
    <Fragment key={at}>
      {at > 0 && <SecretPill />}
      {part}
    </Fragment>
  ));
}

function SecretPill() {
  const { ladder } = useWords();
  return (
    <span className="pill">
      <Icon name="key" />
      {ladder.secret}
    </span>
  );
}
