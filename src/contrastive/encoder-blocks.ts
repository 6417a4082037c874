// The blocks of an encoder, by the names of its parameters.

/** The block that a parameter is of, from 0: CLIP's are `layers`, BERT's `layer`; undefined: below or above them. */
export function blockOf(name: string): number | undefined {
  const found = /\.layers?\.(\d+)\./.exec(name);
  return found === null ? undefined : Number(found[1]);
}

export function numBlocksOf(names: readonly string[]): number {
  return names.reduce((most, name) => Math.max(most, (blockOf(name) ?? -1) + 1), 0);
}
