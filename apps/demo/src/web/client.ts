import type {
  Closing,
  Delivered,
  ProviderId,
  SandboxChange,
  SandboxState,
  SignInOrder,
  SignInProvider,
  SignInState,
} from '../api.js';
import type { Explained, ExplainRequest } from '../api-why.js';

/** The page's side of the API. Everything goes to the page's own origin. */

export const readSandbox = (): Promise<SandboxState> => get('/api/sandbox');
export const readInbox = (provider: ProviderId): Promise<readonly Delivered[]> => get(`/api/inbox/${provider}`);
export const changeSandbox = (provider: ProviderId, change: SandboxChange): Promise<SandboxState> =>
  post(`/api/sandbox/${provider}`, change);
export const readSignIn = (provider: SignInProvider): Promise<SignInState> => get(`/api/sign-in/${provider}`);
export const orderSignIn = (provider: SignInProvider, order: SignInOrder): Promise<SignInState> =>
  post(`/api/sign-in/${provider}`, order);

export const explainText = (request: ExplainRequest, signal: AbortSignal): Promise<Explained> =>
  post('/api/explain', request, signal);

/** A run that has begun. */
export interface Run {
  /** Ends the conversation; the outcome comes as an event. */
  abort(): void;
  /** Hears no more. */
  forget(): void;
}

/** Begins a run. The settings go in the body of a POST; the address of the events holds nothing but a number drawn for this run. */
export async function startRun<Event>(
  path: string,
  request: unknown,
  hear: (event: Event | Closing) => void,
  lost: () => void,
): Promise<Run> {
  const { id } = await post<{ id: string }>(path, request);
  const events = new EventSource(`${path}/${id}/events`);
  events.onmessage = (message) => {
    const event = JSON.parse(message.data) as Event | Closing;
    if (isDone(event)) events.close();
    hear(event);
  };
  events.onerror = () => {
    events.close();
    lost();
  };
  return {
    abort: () => void post(`${path}/${id}/abort`, {}).catch(lost),
    forget: () => events.close(),
  };
}

const isDone = (event: unknown): boolean => (event as Closing).kind === 'done';

async function get<T>(path: string): Promise<T> {
  return answer(await fetch(path));
}

async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return answer(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), signal }));
}

async function answer<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as T;
}
