import type { Explained } from '../../api-why.js';
import { Icon } from '../Icon.js';
import { PageLink } from '../use-address.js';
import { fill, useLanguage, useWords } from '../words/index.js';
import { CauseText } from './CauseText.js';

interface Props {
  readonly answer?: Explained;
  readonly lost: boolean;
  /** Which of them is open; its evidence is marked in what was read. */
  readonly open: number;
  readonly setOpen: (at: number) => void;
}

/** The likeliest cause, and those that it may be as well. */
export function Causes({ answer, lost, open, setOpen }: Props) {
  const { why, ending } = useWords();
  const language = useLanguage();
  const [first] = answer?.causes ?? [];
  const told = { count: answer?.causes.length ?? 0, what: first?.words[language].what ?? '' };
  return (
    <section className="causes" id="causes" tabIndex={-1} aria-label={why.causes} data-testid="causes">
      <p className="visually-hidden" role="status">
        {first ? fill(why.told, told) : answer && why.nothing}
      </p>
      {lost && <p className="card lost">{ending.failed}</p>}
      {!answer && !lost && <p className="card empty-card">{why.empty}</p>}
      {answer && !first && <Nothing />}
      {answer && first && <Found answer={answer} open={open} setOpen={setOpen} />}
    </section>
  );
}

function Nothing() {
  const { why } = useWords();
  return (
    <div className="card nothing">
      <h2>{why.nothing}</h2>
      <p>{why.nothingHint}</p>
      <PageLink className="button is-small" to="/doctor">
        {why.toDoctor}
      </PageLink>
    </div>
  );
}

function Found({ answer, open, setOpen }: { answer: Explained } & Pick<Props, 'open' | 'setOpen'>) {
  const { why } = useWords();
  const language = useLanguage();
  const { certainty, apart, causes } = answer;
  const others = causes.slice(1);
  return (
    <>
      <article className={`card cause is-first sure-${certainty}`} data-code={causes[0]!.code}>
        {certainty !== 'none' && (
          <p className="certainty">
            <strong>{why.certainty[certainty].word}</strong> {why.certainty[certainty].means}
          </p>
        )}
        <h2 className="cause-what">{causes[0]!.words[language].what}</h2>
        <CauseText cause={causes[0]!} />
      </article>
      {apart && (
        <div className="apart">
          <Icon name="question" />
          <div>
            <h3>{why.apart}</h3>
            <p>{apart[language]}</p>
          </div>
        </div>
      )}
      {others.length > 0 && (
        <div className="card others">
          <h3>{why.others}</h3>
          <ul>
            {others.map((cause, index) => {
              const at = index + 1;
              const isOpen = open === at;
              const id = `other-${cause.code}`;
              return (
                <li key={cause.code} className="cause" data-code={cause.code}>
                  <button
                    type="button"
                    aria-expanded={isOpen}
                    aria-controls={id}
                    onClick={() => setOpen(isOpen ? 0 : at)}
                  >
                    <Icon name={isOpen ? 'minus' : 'plus'} />
                    <span>{cause.words[language].what}</span>
                  </button>
                  <div id={id} hidden={!isOpen}>
                    {isOpen && <CauseText cause={cause} />}
                  </div>
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </>
  );
}
