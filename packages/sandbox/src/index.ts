import { web } from './http/web.js';
import { generic } from './providers/generic.js';
import { gmail, workspaceRelay } from './providers/gmail.js';
import { microsoft365, outlook } from './providers/microsoft.js';

/**
 * Emulated servers, each over real sockets and real TLS on 127.0.0.1: mail submission, and with `web` the token
 * endpoints and HTTP APIs of Microsoft and Google.
 */
export const sandbox = { outlook, microsoft365, gmail, workspaceRelay, generic, web } as const;

export { type CatalogueEntry, catalogue, type ProviderName, providerNames } from './catalogue.js';
export type { ConversationLine, Counters } from './conversation.js';
export type { Lines, SwitchValues, Words } from './dialect.js';
export { type FaultArguments, type FaultName, type FaultOption, faults, type Place, places } from './faults.js';
export { type Hostile, type HostileOptions, type HostileRecord, hostile } from './hostile.js';
export type { Clock } from './http/clock.js';
export type { GoogleClient, MicrosoftApp, WebAccount, WebProvider } from './http/directory.js';
export type { WebMail } from './http/mail.js';
export { type WebHost, type WebPlace, type WebService, webPlaces } from './http/places.js';
export { type RefusalArguments, type WebErrorNames, webErrors } from './http/refusals.js';
export { type WebFaultArguments, type WebFaultName, webFaults } from './http/web-faults.js';
export type {
  MintedTokens,
  MintOptions,
  ServiceAccountKey,
  WebEvent,
  WebGrant,
  WebOptions,
  WebSandbox,
  Whose,
} from './http/web-sandbox.js';
export { type WebSwitches, webDefaults, webSwitches } from './http/web-switches.js';
export type { WebRequest } from './http/world.js';
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
  ProviderOptions,
  RelayTransportOptions,
  Sandbox,
  SandboxEvent,
  Security,
  TransportOptions,
} from './sandbox.js';
export type { Account } from './sasl.js';
