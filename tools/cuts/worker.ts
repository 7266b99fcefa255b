import { dialogues } from './dialogues.js';
import { cutEverywhere } from './run.js';

/** What main asks of one of its processes: a dialogue by its name. It is answered by the tally. */
export interface Errand {
  readonly dialogue: string;
  readonly stride: number;
}

process.on('message', async ({ dialogue, stride }: Errand) => {
  const found = dialogues.find(({ name }) => name === dialogue);
  if (found === undefined) throw new Error(`there is no dialogue ${dialogue}`);
  process.send?.(await cutEverywhere(found, stride));
});
