// Settings that were given and have no effect.
import { setting } from '../util/errors.ts';
import type { OtherSettings, SettingsTable } from './settings.ts';

/**
 * A line for each setting that was given and has no effect, because others (`onlyWith`, `onlyWithAny`) have not the values
 * for it, or whatever they are (`hasNoEffect`).
 *
 * @param given what was typed, whatever its value; keys that are not the table's are left alone
 * @param options all settings, after defaults
 * @example '‹epochs› has no effect with ‹quantizer› residual-kmeans; it is for rq-vae'
 */
export function idleSettings(table: SettingsTable, given: object, options: object): string[] {
  const reasonOf = createReasons(table, options);
  return Object.keys(table).flatMap((key) => {
    const reason = key in given ? reasonOf(key) : undefined;
    return reason === undefined ? [] : [`${setting(key)} has no effect ${reason}`];
  });
}

/** Whether a setting of the table, if it is given, has no effect beside the others. */
export function isIdle<T extends SettingsTable>(
  table: T,
  key: keyof T & string,
  options: object,
): boolean {
  return createReasons(table, options)(key) !== undefined;
}

/** Why a setting of the table has no effect; undefined where it has one. */
function createReasons(table: SettingsTable, options: object): (key: string) => string | undefined {
  const values = new Map<string, unknown>(Object.entries(options));
  const whyNot = (others: OtherSettings): string | undefined => {
    for (const [other, wanted] of Object.entries(others)) {
      const typed = values.get(other);
      // A flag that is off was not given.
      const value = typed === undefined || typed === false ? null : typed;
      const words = value === null ? '' : (table[other]?.kind.toWords(value).join(' ') ?? value);
      if (wanted === 'given') {
        if (value === null) return `without ${setting(other)}`;
      } else if (wanted === 'missing') {
        if (value !== null) return `beside ${setting(other)}`;
      } else if ('not' in wanted) {
        if (wanted.not.includes(String(words))) return `with ${setting(other)} ${String(words)}`;
      } else if (value === null) {
        return `without ${setting(other)} ${wanted.join(' or ')}`;
      } else if (typeof value === 'string' && !wanted.includes(value)) {
        return `with ${setting(other)} ${value}; it is for ${wanted.join(' or ')}`;
      }
    }
    return undefined;
  };
  return (key) => {
    const { onlyWith = {}, onlyWithAny = [], hasNoEffect } = table[key];
    const reason = hasNoEffect ?? whyNot(onlyWith);
    if (reason !== undefined || onlyWithAny.length === 0) return reason;
    const reasons = onlyWithAny.map(whyNot);
    return reasons.includes(undefined) ? undefined : reasons.join(' and ');
  };
}
