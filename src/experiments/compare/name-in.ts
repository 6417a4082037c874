// A key of a registry.

/** A key of a registry; undefined for anything else. */
export function nameIn<R extends object>(registry: R, value: unknown): keyof R | undefined {
  return Object.keys(registry).find((name) => name === value) as keyof R | undefined;
}
