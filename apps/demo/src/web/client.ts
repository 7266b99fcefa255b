import type {
  Delivered,
  ProviderId,
  RunEvent,
  RunRequest,
  SandboxChange,
  SandboxState,
  SignInOrder,
  SignInProvider,
  SignInState,
} from '../api.js';

/** The page's side of the API. Everything goes to the page's own origin. */

export const readSandbox = (): Promise<SandboxState> => get('/api/sandbox');
export const readInbox = (provider: ProviderId): Promise<readonly Delivered[]> => get(`/api/inbox/${provider}`);
export const changeSandbox = (provider: ProviderId, change: SandboxChange): Promise<SandboxState> =>
  post(`/api/sandbox/${provider}`, change);
export const readSignIn = (provider: SignInProvider): Promise<SignInState> => get(`/api/sign-in/${provider}`);
export const orderSignIn = (provider: SignInProvider, order: SignInOrder): Promise<SignInState> =>
  post(`/api/sign-in/${provider}`, order);

/** A run that has begun. */
export interface Run {
  /** Ends the conversation; the outcome comes as an event. */
  abort(): void;
  /** Hears no more. */
  forget(): void;
}

/** Begins a run. The settings go in the body of a POST; the address of the events holds nothing but a number drawn for this run. */
export async function startRun(request: RunRequest, hear: (event: RunEvent) => void, lost: () => void): Promise<Run> {
  const { id } = await post<{ id: string }>('/api/runs', request);
  const events = new EventSource(`/api/runs/${id}/events`);
  events.onmessage = (message) => {
    const event = JSON.parse(message.data) as RunEvent;
    if (event.kind === 'done') events.close();
    hear(event);
  };
  events.onerror = () => {
    events.close();
    lost();
  };
  return {
    abort: () => void post(`/api/runs/${id}/abort`, {}).catch(lost),
    forget: () => events.close(),
  };
}

async function get<T>(path: string): Promise<T> {
  return answer(await fetch(path));
}

async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return answer(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answer<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as T;
}
