import { expect, test } from 'vitest';
import { parseUrl, readKey } from '../../src/describe/endpoint-address.ts';

test.each([
  ['localhost:8000', /no http or https URL/],
  ['models/llava', /no http or https URL/],
  ['http://me:secret@host/v1', /without user, password or query/],
  ['http://host/v1?key=secret', /without user, password or query/],
])('no base URL: %s', (text, message) => {
  expect(() => parseUrl(text)).toThrow(message);
  expect(() => parseUrl(text)).not.toThrow('secret');
});

test('the path of the completions is added to a base URL, where it is not there already', () => {
  expect(parseUrl('http://host/v1/')).toBe('http://host/v1');
  expect(parseUrl('http://host/v1/chat/completions')).toBe('http://host/v1');
});

test('a key comes from OPENAI_API_KEY alone; one that cannot be sent is not shown', () => {
  expect(readKey({ OPENAI_API_KEY: ' sk-1\n' })).toBe('sk-1');
  expect(readKey({ OPENAI_API_KEY: '' })).toBeNull();
  expect(readKey({})).toBeNull();
  expect(() => readKey({ OPENAI_API_KEY: 'sk-\u201c1' })).toThrow(/^OPENAI_API_KEY holds letters/);
});
