// Where an endpoint is, and the key to it.
import { setting, UserError } from '../util/errors.ts';

/** The variable of the environment that holds the key; there is no other way to give one. */
export const KEY_NAME = 'OPENAI_API_KEY';

/**
 * The base URL without what may stand behind it.
 *
 * @throws UserError for what is no base URL, and for one that holds a secret: it would stand in records
 */
export function parseUrl(text: string): string {
  const wanted = 'a base URL like http://localhost:8000/v1';
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new UserError(`${setting('endpoint')} is no http or https URL; give ${wanted}`);
  }
  const { username, password, search, hash } = new URL(text);
  if (username + password + search + hash !== '') {
    throw new UserError(
      `${setting('endpoint')} must be ${wanted}, without user, password or query; a key belongs in ${KEY_NAME}`,
    );
  }
  return text.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
}

/**
 * The key of the environment; null: there is none.
 *
 * @throws UserError for one that cannot be sent
 */
export function readKey(environment: Readonly<Record<string, string | undefined>>): string | null {
  const key = environment[KEY_NAME]?.trim() ?? '';
  if (!/^[\x21-\x7e]*$/.test(key)) {
    throw new UserError(`${KEY_NAME} holds letters that no key has; set it again`);
  }
  return key === '' ? null : key;
}
