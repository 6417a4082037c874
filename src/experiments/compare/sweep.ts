// Fields x values to points.
import { isObject } from '../../schema/json.ts';
import type { RawConfig } from '../../schema/load-config.ts';
import { UserError } from '../../util/errors.ts';

/** Values of the swept fields by their path: {"ranker.history": "pma"}. */
export type Point = Readonly<Record<string, unknown>>;

/** One point of a sweep with the configuration that it makes. */
export interface SweptConfig {
  readonly point: Point;
  /** For the names of lines: "history pma, codebookSize 64"; empty where nothing is swept. */
  readonly label: string;
  /** Without the key "sweep". */
  readonly raw: RawConfig;
}

/**
 * The cross product of a config's `sweep`, the last field going round fastest; one point where there is no sweep.
 *
 * @param sweepable first keys that a path may begin with
 * @throws UserError for a sweep that is no object of lists, or of a key that cannot be swept
 */
export function expandSweep(config: RawConfig, sweepable: readonly string[]): SweptConfig[] {
  const { sweep, ...raw } = config;
  let points: SweptConfig[] = [{ point: {}, label: '', raw }];
  if (sweep === undefined || sweep === null) return points;
  if (!isObject(sweep)) {
    throw new UserError('"sweep" must be an object, like {"ranker.history": ["bypass", "pma"]}');
  }
  const paths = Object.keys(sweep);
  for (const path of paths) {
    if (!sweepable.includes(path.split('.')[0])) {
      throw new UserError(`"sweep" cannot change "${path}"; known: ${sweepable.join(', ')}`);
    }
    const values = sweep[path];
    if (!Array.isArray(values) || values.length === 0) {
      throw new UserError(`"sweep": "${path}" must be a list of values`);
    }
    const choices = values.map((value) => toChoice(value, shortName(path, paths)));
    points = points.flatMap((each) =>
      choices.map(({ value, label }) => ({
        point: { ...each.point, [path]: value },
        label: each.label === '' ? label : `${each.label}, ${label}`,
        raw: setAt(each.raw, path.split('.'), value),
      })),
    );
  }
  return points;
}

/** `{label, value}`, or a value whose label is the field's name and itself. */
function toChoice(value: unknown, name: string): { value: unknown; label: string } {
  if (isObject(value) && typeof value.label === 'string' && 'value' in value) {
    return { value: value.value, label: value.label };
  }
  return { value, label: `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}` };
}

/** The last word of a path, or all of it where two paths end alike. */
function shortName(path: string, paths: readonly string[]): string {
  const last = (each: string): string => each.split('.').at(-1) ?? each;
  return paths.some((other) => other !== path && last(other) === last(path)) ? path : last(path);
}

/** A copy with this value at a path of keys. */
export function setAt(config: RawConfig, keys: readonly string[], value: unknown): RawConfig {
  const [key, ...rest] = keys;
  if (rest.length === 0) return { ...config, [key]: value };
  const below = config[key];
  return { ...config, [key]: setAt(isObject(below) ? below : {}, rest, value) };
}
