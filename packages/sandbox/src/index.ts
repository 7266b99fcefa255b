import { generic } from './providers/generic.js';
import { gmail, workspaceRelay } from './providers/gmail.js';
import { microsoft365, outlook } from './providers/microsoft.js';

/** Emulated servers, each over real sockets and real TLS on 127.0.0.1. */
export const sandbox = { outlook, microsoft365, gmail, workspaceRelay, generic } as const;

export { type CatalogueEntry, catalogue, type ProviderName, providerNames } from './catalogue.js';
export type { ConversationLine, Counters } from './conversation.js';
export type { Lines, SwitchValues, Words } from './dialect.js';
export { type FaultArguments, type FaultName, type FaultOption, faults, type Place, places } from './faults.js';
export { type Hostile, type HostileOptions, type HostileRecord, hostile } from './hostile.js';
export type { Parameters, ReceivedEnvelope, ReceivedMail } from './inbox.js';
export type { Extensions, GenericOptions, GenericSwitches } from './providers/generic.js';
export type { GmailOptions, GmailSwitches, WorkspaceRelayOptions, WorkspaceRelaySwitches } from './providers/gmail.js';
export type {
  Microsoft365Options,
  Microsoft365Switches,
  OutlookOptions,
  OutlookSwitches,
  TokenState,
} from './providers/microsoft.js';
export type { ReplyRule } from './rules.js';
export type {
  AccountTransportOptions,
  CommonOptions,
  RelayTransportOptions,
  Sandbox,
  SandboxEvent,
  Security,
  TransportOptions,
} from './sandbox.js';
export type { Account } from './sasl.js';
