import { STORIES, type Story } from './stories.js';
import { useWords } from './words/index.js';

interface Props {
  readonly running: boolean;
  readonly play: (story: Story) => void;
}

/** Situations that people meet: each sets the form and the switches, and runs. */
export function Stories({ running, play }: Props) {
  const { stories } = useWords();
  return (
    <StoryButtons
      title={stories.title}
      items={STORIES.map(({ id }) => ({ id, ...stories[id] }))}
      disabled={running}
      play={(id) => play(STORIES.find((story) => story.id === id)!)}
    />
  );
}

interface ButtonsProps<Id extends string> {
  readonly title: string;
  readonly items: ReadonlyArray<{ readonly id: Id; readonly title: string; readonly text: string }>;
  readonly disabled?: boolean;
  readonly play: (id: Id) => void;
}

/** A row of situations, a button each. */
export function StoryButtons<Id extends string>({ title, items, disabled, play }: ButtonsProps<Id>) {
  return (
    <section className="stories" aria-label={title}>
      <h2>{title}</h2>
      <ul className={items.length % 4 === 0 ? undefined : 'is-thirds'}>
        {items.map((item) => (
          <li key={item.id}>
            <button type="button" disabled={disabled} onClick={() => play(item.id)}>
              <strong>{item.title}</strong>
              <span>{item.text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
