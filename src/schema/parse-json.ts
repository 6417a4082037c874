// JSON to typed values by a schema; what is wrong as one line for the user.
import * as v from 'valibot';
import { UserError } from '../util/errors.ts';
import { suggestName } from '../util/nearest-name.ts';

/** The schema of a value. Its messages say what is wanted: "a whole number of 1 or more". */
export type Schema<T> = v.GenericSchema<unknown, T>;

/**
 * A value as its schema wants it.
 *
 * @param where name of the value, for messages: "ranker.levels"; "" for a whole file
 * @throws UserError naming the key: unknown, with the nearest that is known, missing or wrong
 */
export function parseJson<T>(schema: Schema<T>, value: unknown, where: string): T {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  // A misspelled key is missing too; the misspelling is the better hint.
  const issue = parsed.issues.find(isUnknownKey) ?? parsed.issues[0];
  throw new UserError(explainIssue(issue, where));
}

/** An object with these keys and no other. */
export function objectOf<const E extends v.ObjectEntries>(entries: E) {
  return v.strictObject(entries, (issue) => explainObject(issue, entries));
}

/** An object with these keys, and any other. */
export function looseObjectOf<const E extends v.ObjectEntries>(entries: E) {
  return v.looseObject(entries, (issue) => explainObject(issue, entries));
}

function explainObject(issue: v.BaseIssue<unknown>, entries: v.ObjectEntries): string {
  const key = String(issue.path?.[0].key);
  if (issue.path === undefined || isListForObject(issue)) return 'an object';
  if (isUnknownKey(issue)) return suggestName(key, Object.keys(entries));
  // A key is missing: what its own schema says to nothing.
  const missing = v.safeParse(entries[key], undefined);
  return missing.issues?.[0].message ?? 'a value';
}

/** A list is an object without the keys, to valibot. */
function isListForObject({ path, type }: v.BaseIssue<unknown>): boolean {
  return /^(?:strict|loose)_object$/.test(type) && Array.isArray(path?.at(-1)?.input);
}

/** A plain object, not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUnknownKey(issue: v.BaseIssue<unknown>): boolean {
  return issue.path?.at(-1)?.origin === 'key' && issue.expected === 'never';
}

function explainIssue(issue: v.BaseIssue<unknown>, where: string): string {
  const { message, type } = issue;
  const isList = isListForObject(issue);
  const input: unknown = isList ? issue.path?.at(-1)?.input : issue.input;
  const keys = (issue.path ?? [])
    .slice(0, isList ? -1 : undefined)
    .map(({ key }) => key as string | number);
  const path = keys.reduce<string>(joinKey, where);
  const name = path === '' ? 'it' : `"${path}"`;
  if (isUnknownKey(issue) && !isList) return `unknown key ${name}; ${message}`;
  if (input === undefined)
    return `${name} is missing; give ${message.replace(/^known: /, 'one of ')}`;
  if (type === 'picklist') return `${name} is ${show(input)}; ${message}`;
  return `${name} must be ${message}, not ${show(input)}`;
}

function joinKey(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** As much of a value as a line has room for. */
const MOST_SHOWN = 60;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}...`;
}
