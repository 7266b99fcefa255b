import { type CauseCode, causes, MailError } from '@ehlo/core';

/** The relay's own causes, of those that core has. */
type RelayCauseCode = Extract<CauseCode, `RELAY_${string}`>;

type Init = ConstructorParameters<typeof MailError>[0];

/** An error of one of the relay's own causes. */
export function refusal(
  code: RelayCauseCode,
  phase: Init['phase'],
  more: Pick<Init, 'detail' | 'field' | 'cause' | 'reply'> = {},
): MailError {
  return new MailError({ ...more, code, means: causes[code], phase });
}
