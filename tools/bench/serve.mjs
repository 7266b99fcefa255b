/**
 * The child's end of the conversation with the bench (worker.ts): answers calls by name. Plain JavaScript, as all that
 * runs in a measured process, so that no loader stands in it.
 *
 * @param {Record<string, (argument: any) => unknown>} calls
 */
export function serve(calls) {
  process.on('message', async ({ id, call, argument }) => {
    try {
      process.send({ id, result: (await calls[call](argument)) ?? null });
    } catch (error) {
      process.send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  // The bench is gone, however that happened.
  process.on('disconnect', () => process.exit());
}
