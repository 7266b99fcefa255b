import type {
  FlowName,
  FormSettings,
  Letter,
  ProviderId,
  RunRequest,
  SandboxChange,
  Sequence,
  Settings,
  SignInOrder,
  SignInProvider,
  Via,
} from '../api.js';
import { FATES, FLOWS, PROVIDERS, SEQUENCES, SIGN_IN_PROVIDERS, VIAS } from '../api.js';

/** A body that is not what the API takes. Names the field and never says its value. */
export class BadRequest extends Error {
  constructor(field: string, wanted: string) {
    super(`${field}: ${wanted}`);
  }
}

export function readRunRequest(body: unknown): RunRequest {
  const { settings, letter, naive } = fields(body, 'body', ['settings', 'letter', 'naive']);
  return {
    settings: readSettings(settings),
    ...(letter === undefined ? {} : { letter: readLetter(letter) }),
    ...(naive === undefined ? {} : { naive: oneOf<Sequence>(naive, 'naive', SEQUENCES) }),
  };
}

export function readProvider(word: unknown): ProviderId {
  return oneOf(word, 'provider', PROVIDERS);
}

export function readSignInProvider(word: unknown): SignInProvider {
  return oneOf<SignInProvider>(word, 'provider', SIGN_IN_PROVIDERS);
}

export function readOrder(body: unknown): SignInOrder {
  const order = fields(body, 'body', ['do', 'flow', 'approve']);
  const { approve } = order;
  const word = oneOf(order.do, 'do', ['begin', 'cancel', 'sign-out', ...FATES] as const);
  if (word !== 'begin') return { do: word };
  const flow = oneOf<FlowName>(order.flow, 'flow', FLOWS);
  if (approve === undefined) return { do: word, flow };
  if (approve !== true) throw new BadRequest('approve', 'true');
  return { do: word, flow, approve };
}

export function readChange(body: unknown): SandboxChange {
  const { set, fault, reset } = fields(body, 'body', ['set', 'fault', 'reset']);
  if (reset !== undefined && reset !== true) throw new BadRequest('reset', 'true');
  const switches = set === undefined ? undefined : Object.entries(record(set, 'set'));
  return {
    ...(switches
      ? { set: Object.fromEntries(switches.map(([name, value]) => [name, text(value, `set.${name}`)])) }
      : {}),
    ...(fault === undefined ? {} : { fault: fault === null ? null : text(fault, 'fault') }),
    ...(reset ? { reset } : {}),
  };
}

function readSettings(value: unknown): Settings {
  if (record(value, 'settings').kind === 'pasted') {
    return { kind: 'pasted', text: text(fields(value, 'settings', ['kind', 'text']).text, 'settings.text') };
  }
  const form = fields(value, 'settings', ['kind', 'provider', 'login', 'user', 'secret', 'via']);
  oneOf(form.kind, 'settings.kind', ['form']);
  return {
    kind: 'form',
    provider: form.login === 'sign-in' ? readSignInProvider(form.provider) : readProvider(form.provider),
    login: oneOf<FormSettings['login']>(form.login, 'settings.login', ['password', 'token', 'sign-in']),
    ...(form.via === undefined ? {} : { via: oneOf<Via>(form.via, 'settings.via', VIAS) }),
    ...(form.user === undefined ? {} : { user: text(form.user, 'settings.user') }),
    ...(form.secret === undefined ? {} : { secret: text(form.secret, 'settings.secret') }),
  };
}

function readLetter(value: unknown): Letter {
  const letter = fields(value, 'letter', ['from', 'to', 'subject', 'text']);
  return {
    to: text(letter.to, 'letter.to'),
    subject: text(letter.subject, 'letter.subject'),
    text: text(letter.text, 'letter.text'),
    ...(letter.from === undefined ? {} : { from: text(letter.from, 'letter.from') }),
  };
}

function record(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadRequest(field, 'an object');
  return value as Record<string, unknown>;
}

/** A record that has these fields and no others. */
function fields(value: unknown, field: string, names: readonly string[]): Record<string, unknown> {
  const found = record(value, field);
  if (Object.keys(found).some((name) => !names.includes(name))) throw new BadRequest(field, `has ${names.join(', ')}`);
  return found;
}

function text(value: unknown, field: string): string {
  if (typeof value !== 'string') throw new BadRequest(field, 'a string');
  return value;
}

function oneOf<T extends string>(value: unknown, field: string, words: readonly T[]): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new BadRequest(field, `one of ${words.join(', ')}`);
  return found;
}
