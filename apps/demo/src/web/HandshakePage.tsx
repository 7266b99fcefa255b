import { useCallback, useEffect, useRef, useState } from 'react';
import type { Letter, RunRequest, SandboxChange } from '../api.js';
import { Capabilities } from './Capabilities.js';
import { Compose } from './Compose.js';
import { Conversation } from './Conversation.js';
import { type Draft, FIRST_DRAFT, requestOf } from './draft.js';
import { Inbox } from './Inbox.js';
import { intoView } from './into-view.js';
import { OutcomeCard } from './OutcomeCard.js';
import { HANDSHAKE } from './run-state.js';
import { Settings } from './Settings.js';
import { SignIn } from './SignIn.js';
import { Stories } from './Stories.js';
import { Switches } from './Switches.js';
import type { Story } from './stories.js';
import { useSandbox } from './use-sandbox.js';
import { useSignIn } from './use-sign-in.js';
import { useStream } from './use-stream.js';
import { useWords } from './words/index.js';

/** The handshake: what is chosen on one side, what happened on the other. */
export function HandshakePage({ shown }: { readonly shown: boolean }) {
  const words = useWords();
  const [draft, setDraft] = useState<Draft>(FIRST_DRAFT);
  const sandbox = useSandbox(draft.provider, shown);
  const signIn = useSignIn(draft.tab === 'form' && draft.login === 'sign-in' ? draft.provider : undefined);
  const run = useStream(HANDSHAKE, () => {
    sandbox.readMails();
    signIn.read();
  });
  const results = useRef<HTMLDivElement>(null);
  const running = run.state.status === 'running';
  const box = sandbox.state?.boxes.find((candidate) => candidate.provider === draft.provider);

  const change = useCallback((part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })), []);

  // Pasted settings are read by the server: the switches and the inbox follow to whichever box plays them.
  const played = run.state.stage?.provider;
  useEffect(() => {
    if (played !== undefined) change({ provider: played });
  }, [played, change]);

  const logins = box?.logins ?? [draft.login];
  useEffect(() => {
    if (box !== undefined && !box.logins.includes(draft.login)) change({ login: box.logins[0]!, secret: '' });
  }, [box, draft.login, change]);

  const start = (request: RunRequest): void => {
    run.start(request);
    intoView(results.current);
  };
  const check = (): void => start(requestOf(draft));
  const send = (letter: Letter): void => start({ ...requestOf(draft), letter });
  const play = async (story: Story): Promise<void> => {
    const told = { ...FIRST_DRAFT, ...story.draft };
    setDraft(told);
    await sandbox.change(told.provider, { reset: true, ...story.change });
    for (const order of story.orders ?? []) await signIn.order(told.provider, order);
    start({ ...requestOf(told), ...(story.letter ? { letter: story.letter(words) } : {}) });
  };

  return (
    <>
      <Stories running={running} play={(story) => void play(story)} />
      <div className="columns">
        <div className="column-settings">
          <Settings draft={draft} logins={logins} running={running} change={change} run={check} stop={run.stop} />
          {signIn.state && <SignIn state={signIn.state} order={signIn.order} />}
          {box && (
            <Switches box={box} change={(changed: SandboxChange) => void sandbox.change(box.provider, changed)} />
          )}
        </div>
        <div className="column-results" ref={results}>
          <OutcomeCard state={run.state} />
          <Conversation state={run.state} />
          <Capabilities events={run.state.ehlo} />
          <Compose running={running} send={send} />
          <Inbox name={words.providers[draft.provider].name} mails={sandbox.mails} />
        </div>
      </div>
    </>
  );
}
