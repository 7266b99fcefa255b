import type { Causes } from './cause.js';
import { connectionCauses } from './causes-connection.js';
import { loginCauses } from './causes-login.js';
import { messageCauses } from './causes-message.js';
import { relayCauses } from './causes-relay.js';
import { settingsCauses } from './causes-settings.js';
import { tlsCauses } from './causes-tls.js';

/** Every cause that any server, or none, or a relay can bring about. What belongs to one provider is in its package. */
export const causes = {
  ...settingsCauses,
  ...connectionCauses,
  ...tlsCauses,
  ...loginCauses,
  ...messageCauses,
  ...relayCauses,
} as const satisfies Causes;

export type CauseCode = keyof typeof causes;
