import { Fragment } from 'react';

interface Props {
  /** A sentence of a dictionary, with `{name}` where a value stands. */
  readonly words: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A sentence with its values set off as code: languages put them in different places. */
export function Sentence({ words, values }: Props) {
  return words.split(/\{(\w+)\}/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never change their order
    <Fragment key={index}>{index % 2 === 0 ? part : <code translate="no">{values[part]}</code>}</Fragment>
  ));
}
