// Long names without their middle.

/**
 * Names that fit: what is too long loses its middle, since names from a sweep differ at their ends. Names that differ
 * stay different.
 *
 * @param most letters of each
 */
export function shortNames(names: readonly string[], most: number): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let short = shorten(name, most);
    for (let copy = 2; taken.has(short); copy++) short = `${shorten(name, most - 4)} (${copy})`;
    taken.add(short);
    return short;
  });
}

function shorten(name: string, most: number): string {
  if (name.length <= most) return name;
  const head = Math.ceil((most - 1) / 2);
  return `${name.slice(0, head)}…${name.slice(name.length - (most - 1 - head))}`;
}
