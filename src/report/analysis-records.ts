// Records of `sid analyze`.
import type { FoundRecord } from './find-records.ts';
import { numberOf, objectOf } from './json-values.ts';
import type { JsonObject } from './json-values.ts';

const START = 'analyze ';

/** The name in `sid analyze`; undefined for records of other commands. */
export function analysisOf({ record }: FoundRecord): string | undefined {
  return record.command.startsWith(START) ? record.command.slice(START.length) : undefined;
}

/** The figures of a `sid analyze` that are numbers. */
export function figuresOf(metrics: JsonObject): Map<string, number> {
  return new Map(
    Object.entries(objectOf(metrics.figures)).flatMap(([name, value]) => {
      const number = numberOf(value);
      return number === undefined ? [] : [[name, number]];
    }),
  );
}
