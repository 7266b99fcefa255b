/**
 * Takes mails from an iterator and sends them, so many at a time.
 *
 * @template T
 * @param {number} count
 * @param {Iterator<T>} mails
 * @param {(mail: T) => Promise<unknown>} send
 */
export async function inFlight(count, mails, send) {
  const worker = async () => {
    for (let next = mails.next(); !next.done; next = mails.next()) await send(next.value);
  };
  await Promise.all(Array.from({ length: count }, worker));
}
