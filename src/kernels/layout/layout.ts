// What a kernel works on, declared once: its counts, and its arrays with their dimensions.

/** `?`: an array that may be left out. */
export type ArrayKind = 'float32' | 'int32' | 'uint8' | 'float32?' | 'int32?';

/** The size of each dimension, by its letter. */
export type Sizes = Readonly<Record<string, number>>;

/**
 * A kernel's block: 32-bit words in the kernels' memory that hold counts and the addresses of arrays. Both sides are made
 * from this, the class of the kernel (assembly-classes.ts) and the words that are written (block-words.ts).
 *
 * An array's name ends in the letters of its dimensions: `index_BT` has B times T values, row by row; a digit stands for
 * itself. A letter that stands nowhere else is free.
 */
export interface Layout<
  Given extends string = string,
  Numbers extends string = string,
  Arrays extends Readonly<Record<string, ArrayKind>> = Readonly<Record<string, ArrayKind>>,
  Sums extends string = string,
> {
  /** Of the kernel's class. */
  readonly name: string;
  /** Counts that the caller gives, by their letters. */
  readonly given: Readonly<Record<string, Given>>;
  /** Counts that follow from the lengths of arrays, by their letters. */
  readonly inferred?: Readonly<Record<string, string>>;
  /** Counts that follow from others, by their letters, each from those before it. */
  readonly derived?: Readonly<
    Record<string, readonly [name: string, of: (sizes: Sizes) => number]>
  >;
  /** 32-bit floats that the caller gives. */
  readonly numbers?: readonly Numbers[];
  readonly arrays: Arrays;
  /** What the kernel sums over each group of examples, one behind the other: names with letters, as of arrays. */
  readonly sums?: readonly Sums[];
  /** Letters of sizes that are multiples of 4: the kernels take four floats at a time. */
  readonly fours?: string;
  /** What else must hold. @throws Error */
  readonly assert?: (sizes: Sizes) => void;
  /** The letter of what is shared out among threads, and how many make a chunk; left out: one thread does it. */
  readonly shared?: readonly [places: string, chunk?: number];
  /** Floats that each thread needs to work in. */
  readonly workspace?: (sizes: Sizes) => number;
}

type ArrayOf<Kind> = Kind extends 'float32'
  ? Float32Array
  : Kind extends 'int32'
    ? Int32Array
    : Kind extends 'uint8'
      ? Uint8Array
      : Kind extends 'float32?'
        ? Float32Array | undefined
        : Int32Array | undefined;

/** What the caller of a kernel gives. All arrays lie in the kernels' memory. */
export type BlockOf<L extends Layout> =
  L extends Layout<infer Given, infer Numbers, infer Arrays, string>
    ? Readonly<Record<Given | Numbers, number>> & {
        readonly [Name in keyof Arrays]: ArrayOf<Arrays[Name]>;
      }
    : never;

/** A layout with its type as it is written. */
export function defineLayout<
  const Given extends string = never,
  const Arrays extends Readonly<Record<string, ArrayKind>> = never,
  const Numbers extends string = never,
  const Sums extends string = never,
>(layout: Layout<Given, Numbers, Arrays, Sums>): Layout<Given, Numbers, Arrays, Sums> {
  return layout;
}

/** The letters behind a name's last `_`. */
export function dimensionsOf(arrayName: string): string[] {
  return [...arrayName.slice(arrayName.lastIndexOf('_') + 1)];
}

/** A word of a block. */
export interface Word {
  readonly name: string;
  /** As the kernel sees it. */
  readonly type: 'i32' | 'f32' | 'usize';
}

/** The words of a block in their order. */
export function wordsOf(layout: Layout): Word[] {
  const { given, inferred = {}, derived = {}, sums, numbers = [], arrays, workspace } = layout;
  const counts = [
    ...Object.values(given),
    ...Object.values(inferred),
    ...Object.values(derived).map(([name]) => name),
    ...(sums ?? []).map(sumWord),
    ...(sums === undefined ? [] : ['sumsLength']),
    ...(workspace === undefined ? [] : ['workspaceLength']),
  ];
  const addresses = [...Object.keys(arrays), ...(workspace === undefined ? [] : ['workspace'])];
  return [
    ...counts.map((name) => ({ name, type: 'i32' as const })),
    ...numbers.map((name) => ({ name, type: 'f32' as const })),
    ...addresses.map((name) => ({ name, type: 'usize' as const })),
  ];
}

/** The word that says where a group's sum of this name begins, in floats. */
export function sumWord(name: string): string {
  return `${plainName(name)}At`;
}

/** A name without the letters of its dimensions. */
export function plainName(name: string): string {
  return name.slice(0, name.lastIndexOf('_'));
}
