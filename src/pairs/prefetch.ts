// Work that is begun before it is asked for.

/**
 * Loads the next ones while the caller computes. A load is begun before the value before it is handed over, so that other
 * threads have something to do while a computation holds this one; no more than `ahead` are begun beyond it.
 *
 * @param load fails where its turn comes, not before
 * @param ahead 1 at least
 */
export async function* prefetch<T, R>(
  items: Iterable<T>,
  load: (item: T) => Promise<R>,
  ahead = 1,
): AsyncGenerator<{ readonly item: T; readonly value: R }> {
  const begun: { readonly item: T; readonly value: Promise<R> }[] = [];
  const rest = items[Symbol.iterator]();
  const beginNext = (): void => {
    const next = rest.next();
    if (next.done === true) return;
    const value = load(next.value);
    // Whoever stops early does not hear of it.
    value.catch(() => undefined);
    begun.push({ item: next.value, value });
  };
  try {
    for (let i = 0; i < ahead; i++) beginNext();
    for (let first = begun.shift(); first !== undefined; first = begun.shift()) {
      const value = await first.value;
      beginNext();
      yield { item: first.item, value };
    }
  } finally {
    await Promise.allSettled(begun.map(({ value }) => value));
  }
}
