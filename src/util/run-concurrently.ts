// Some pieces of work at a time.

/**
 * Does `work` for each item, `width` of them at a time, begun in their order. After the first that throws, no other is
 * begun; those at work are waited for.
 *
 * @returns what came of each, in the order of the items
 * @throws what the first threw
 */
export async function runConcurrently<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const errors: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length && errors.length === 0; i = next++) {
      try {
        results[i] = await work(items[i], i);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (errors.length > 0) throw errors[0];
  return results;
}
