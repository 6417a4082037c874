// What each line of the benchmark must reach on any machine: `npm run bench -- --check`.
import type { BenchResult } from './bench-case.ts';

/**
 * Floors, not aims: ratios about a fifth below the worst measured, with AVX-512 and without; memory half as much again as
 * measured.
 */
export interface Threshold {
  /** Of the case. */
  readonly name: string;
  /** Which of its rivals; missing where only the fastest of them is reported. */
  readonly theirs?: string;
  /** Theirs over ours. */
  readonly leastRatio: number;
  /** Of our process; it depends little on the machine. */
  readonly mostMemoryMb: number;
}

export const THRESHOLDS: readonly Threshold[] = [
  { name: 'ranker-step/bypass', theirs: 'pytorch', leastRatio: 4.5, mostMemoryMb: 470 },
  { name: 'ranker-step/transformer', theirs: 'pytorch', leastRatio: 1.6, mostMemoryMb: 1200 },
  { name: 'ranker-step/pma', theirs: 'pytorch', leastRatio: 2.0, mostMemoryMb: 1100 },
  { name: 'rqvae-step', theirs: 'pytorch', leastRatio: 0.45, mostMemoryMb: 260 },
  { name: 'rqvae-step', theirs: 'vector-quantize-pytorch', leastRatio: 1.3, mostMemoryMb: 260 },
  { name: 'assign', leastRatio: 0.36, mostMemoryMb: 260 },
  { name: 'clip-picture', theirs: 'transformers', leastRatio: 0.8, mostMemoryMb: 1450 },
  { name: 'clip-text', theirs: 'transformers', leastRatio: 0.8, mostMemoryMb: 1450 },
  { name: 'clip-train/tiny', theirs: 'transformers', leastRatio: 0.8, mostMemoryMb: 800 },
  { name: 'clip-train/tiny-again', theirs: 'transformers', leastRatio: 0.8, mostMemoryMb: 800 },
  { name: 'clip-train/vit-b-32', theirs: 'transformers', leastRatio: 0.8, mostMemoryMb: 5900 },
  {
    name: 'clip-train/vit-b-32-again',
    theirs: 'transformers',
    leastRatio: 0.8,
    mostMemoryMb: 4700,
  },
  { name: 'train-ranker/globo', theirs: 'pytorch', leastRatio: 2.7, mostMemoryMb: 200 },
  { name: 'table-50m', theirs: 'sid with 1 million rows', leastRatio: 0.8, mostMemoryMb: 1300 },
  {
    ...{ name: 'table-50m-all-rows', theirs: 'sid with 1 million rows' },
    ...{ leastRatio: 0.22, mostMemoryMb: 16000 },
  },
];

/** A line for each threshold that a result misses, one with both figures; skipped cases miss none. */
export function missedThresholds(
  results: readonly BenchResult[],
  thresholds: readonly Threshold[] = THRESHOLDS,
): string[] {
  return results.flatMap((result) =>
    thresholds
      .filter((threshold) => isFor(threshold, result))
      .flatMap((each) => missed(each, result)),
  );
}

function isFor({ name, theirs }: Threshold, result: BenchResult): boolean {
  return name === result.name && (theirs === undefined || theirs === result.theirs);
}

function missed({ leastRatio, mostMemoryMb }: Threshold, result: BenchResult): string[] {
  const { name, theirs, ratio, peak_memory_mb: memory } = result;
  const faults: string[] = [];
  if (ratio !== null && !(ratio >= leastRatio)) {
    faults.push(
      `${name} against ${theirs}: ratio ${ratio.toFixed(2)}, at least ${leastRatio} wanted`,
    );
  }
  if (memory !== null && !(memory <= mostMemoryMb)) {
    faults.push(`${name}: ${memory.toFixed(0)} MiB, at most ${mostMemoryMb} wanted`);
  }
  return faults;
}
