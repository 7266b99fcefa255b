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
import { BadRequest, fields, oneOf, record, text } from './body.js';

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
