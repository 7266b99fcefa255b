import { STORIES, type Story } from './stories.js';
import { useWords } from './words/index.js';

interface Props {
  readonly running: boolean;
  readonly play: (story: Story) => void;
}

/** Situations that people meet, a button each: sets the form and the switches, and runs. */
export function Stories({ running, play }: Props) {
  const { stories } = useWords();
  return (
    <section className="stories" aria-labelledby="stories-title">
      <h2 id="stories-title">{stories.title}</h2>
      <ul>
        {STORIES.map((story) => (
          <li key={story.id}>
            <button type="button" disabled={running} onClick={() => play(story)}>
              <strong>{stories[story.id].title}</strong>
              <span>{stories[story.id].text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
