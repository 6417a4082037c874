// Settings that were given and have no effect.
import { setting } from '../util/errors.ts';
import type { Setting, SettingsTable } from './settings.ts';

/**
 * A line for each setting that was given and has no effect, because another (`onlyWith`) has not the value for it.
 *
 * @param given what was typed, whatever its value; keys that are not the table's are left alone
 * @param options all settings, after defaults
 * @example '‹epochs› has no effect with ‹quantizer› residual-kmeans; it is for rq-vae'
 */
export function idleSettings(table: SettingsTable, given: object, options: object): string[] {
  const values = valuesIn(options);
  return Object.entries(table).flatMap(([key, each]) => {
    const reason = key in given ? reasonOf(each, values) : undefined;
    return reason === undefined ? [] : [`${setting(key)} has no effect ${reason}`];
  });
}

/** Whether a setting of the table, if it is given, has no effect beside the others. */
export function isIdle<T extends SettingsTable>(
  table: T,
  key: keyof T & string,
  options: object,
): boolean {
  return reasonOf(table[key], valuesIn(options)) !== undefined;
}

function valuesIn(options: object): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(Object.entries(options));
}

function reasonOf(
  { onlyWith = {} }: Setting,
  values: ReadonlyMap<string, unknown>,
): string | undefined {
  for (const [other, wanted] of Object.entries(onlyWith)) {
    const typed = values.get(other);
    // A flag that is off was not given.
    const value = typed === undefined || typed === false ? null : typed;
    if (wanted === 'given') {
      if (value === null) return `without ${setting(other)}`;
    } else if (wanted === 'missing') {
      if (value !== null) return `beside ${setting(other)}`;
    } else if (value === null) {
      return `without ${setting(other)} ${wanted.join(' or ')}`;
    } else if (typeof value === 'string' && !wanted.includes(value)) {
      return `with ${setting(other)} ${value}; it is for ${wanted.join(' or ')}`;
    }
  }
  return undefined;
}
