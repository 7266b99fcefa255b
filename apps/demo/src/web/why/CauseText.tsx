import type { Suspect } from '../../api-why.js';
import { Fact, MorePage } from '../FaultText.js';
import { useLanguage, useWords } from '../words/index.js';
import { sights } from './marked.js';

/** Who can mend a cause and how, and what speaks for it. What happened stands above. */
export function CauseText({ cause }: { readonly cause: Suspect }) {
  const { why, ending } = useWords();
  const { fix, setting, evidence } = cause.words[useLanguage()];
  return (
    <div className="cause-text">
      <dl className="facts">
        <div className="fact is-strong">
          <dt>{ending.fix}</dt>
          <dd>
            {fix}
            {setting && (
              <span className="setting">
                <span>{why.setting}</span>
                <code translate="no">{setting}</code>
              </span>
            )}
          </dd>
        </div>
        <Fact name={ending.who} value={ending.whos[cause.who]} />
        <div className="fact">
          <dt>{why.evidence}</dt>
          <dd>
            <ul className="evidence">
              {evidence.map(({ saw, because }) => (
                <li key={saw + because}>
                  <span className="sights" translate="no">
                    {sights(saw).map((sight) => (
                      <Sight key={sight.words} words={sight.words} isQuoted={sight.isQuoted} />
                    ))}
                  </span>
                  {because}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      <footer className="cause-foot">
        <code translate="no">{cause.code}</code>
        <MorePage page={cause.page} />
      </footer>
    </div>
  );
}

/** Words that stand in the text look as they do there; a state is a fact beside it. */
function Sight({ words, isQuoted }: { readonly words: string; readonly isQuoted: boolean }) {
  return isQuoted ? <mark>{words}</mark> : <span className="state">{words}</span>;
}
