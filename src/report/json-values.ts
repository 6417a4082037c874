// JSON that may lack anything.

/** An object of a run record, whose values are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Records of other versions may lack anything: what is not an object is an empty one. */
export function objectOf(value: unknown): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Undefined for anything but a finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** [low, high], undefined where one of them is missing. */
export function intervalOf(value: unknown): readonly [number, number] | undefined {
  const [low, high] = listOf(value).map(numberOf);
  return low === undefined || high === undefined ? undefined : [low, high];
}
