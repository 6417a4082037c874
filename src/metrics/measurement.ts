// A figure of one seed, and how much each impression moves it.
import type { Sample } from './sample.ts';

/**
 * A figure with the influence of the impressions that it was measured on: by how much it would change, to first order,
 * were one of them to count for more. Influences of differences and ratios are those of their parts by the chain rule
 * (the delta method).
 */
export interface Measurement {
  /** NaN where there was nothing to measure. */
  readonly value: number;
  /** Undefined where it is not known: then only repetitions tell how far chance moves the figure. */
  readonly influence?: Influence | undefined;
}

export interface Influence {
  readonly sample: Sample;
  /** Adds weight x influence of each impression of the sample. */
  readonly addTo: (target: Float64Array, weight: number) => void;
}

/** By how many percent a figure is above another: 1.5 means 1.5 % more. */
export function percentAbove(of: Measurement, than: Measurement | number): Measurement {
  const base = valueOf(than);
  const value = 100 * (of.value / base - 1);
  return combine(value, [of, 100 / base], [than, (-100 * of.value) / base ** 2]);
}

/** By how many percent a figure is below another: 0.4 means 0.4 % less. */
export function percentBelow(of: Measurement, than: Measurement | number): Measurement {
  const above = percentAbove(of, than);
  return combine(-above.value, [above, -1]);
}

/** of - than */
export function difference(of: Measurement, than: Measurement | number): Measurement {
  return combine(of.value - valueOf(than), [of, 1], [than, -1]);
}

function valueOf(of: Measurement | number): number {
  return typeof of === 'number' ? of : of.value;
}

/** A value that is made of others. @param parts each with how much the value grows with it */
function combine(
  value: number,
  ...parts: readonly (readonly [of: Measurement | number, slope: number])[]
): Measurement {
  const influences: { readonly of: Influence; readonly slope: number }[] = [];
  for (const [of, slope] of parts) {
    if (typeof of === 'number') continue;
    if (of.influence === undefined) return { value };
    influences.push({ of: of.influence, slope });
  }
  const [{ of: first }] = influences;
  if (influences.some(({ of }) => of.sample !== first.sample)) return { value };
  return {
    value,
    influence: {
      sample: first.sample,
      addTo: (target, weight) => {
        for (const { of, slope } of influences) of.addTo(target, weight * slope);
      },
    },
  };
}
