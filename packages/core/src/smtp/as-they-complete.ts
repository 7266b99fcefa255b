/**
 * Does `work` on each item, and gives the results in the order in which they are done. Takes the next item while
 * `hasRoom`. What `work` throws is thrown where its result would have been given.
 */
export async function* asTheyComplete<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T, index: number) => Promise<R>,
  hasRoom: (underWay: number) => boolean,
): AsyncGenerator<R> {
  const done: Array<() => R> = [];
  let underWay = 0;
  let index = 0;
  let wake = (): void => undefined;
  const settle = (result: () => R): void => {
    done.push(result);
    wake();
  };
  const next = async (): Promise<R> => {
    if (done.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    underWay -= 1;
    return (done.shift() as () => R)();
  };
  for await (const item of items) {
    underWay += 1;
    work(item, index++).then(
      (result) => settle(() => result),
      (error) =>
        settle(() => {
          throw error;
        }),
    );
    while (done.length > 0 || !hasRoom(underWay)) yield await next();
  }
  while (underWay > 0) yield await next();
}
