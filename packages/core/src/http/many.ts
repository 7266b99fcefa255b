import type { Message } from '../message.js';
import type { Receipt } from '../receipt.js';

type Indexed = Receipt & { readonly index: number };

/** Sends several, at most so many at a time, and gives the receipts in the order in which they come. */
export async function* sendEach(
  messages: Iterable<Message> | AsyncIterable<Message>,
  most: number,
  send: (message: Message) => Promise<Receipt>,
): AsyncGenerator<Indexed> {
  const underWay = new Map<number, Promise<Indexed>>();
  const next = async (): Promise<Indexed> => {
    const receipt = await Promise.race(underWay.values());
    underWay.delete(receipt.index);
    return receipt;
  };
  let index = 0;
  for await (const message of messages) {
    const at = index++;
    const receipt = send(message).then((each) => ({ ...each, index: at }));
    // A misuse is thrown where it is waited for, and is not an unhandled one until then.
    receipt.catch(() => undefined);
    underWay.set(at, receipt);
    if (underWay.size >= most) yield await next();
  }
  while (underWay.size > 0) yield await next();
}
