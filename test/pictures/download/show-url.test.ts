import { expect, test } from 'vitest';
import { showUrl } from '../../../src/pictures/download/show-url.ts';

test.each([
  ['https://shop.example/a/mug.jpg', 'https://shop.example/a/mug.jpg'],
  ['https://user:secret@shop.example:8443/mug.jpg', 'https://shop.example:8443/mug.jpg'],
  ['https://shop.example/mug.jpg?key=secret#secret', 'https://shop.example/mug.jpg?...'],
  ['http://user:sec/ret@shop.example/mug.jpg', 'http:...'],
  ['ftp://user:secret@shop.example/mug.jpg', 'ftp:...'],
  ['data:image/png;base64,secret', 'data:...'],
])('%s is shown as %s', (url, shown) => {
  expect(showUrl(url)).toBe(shown);
  expect(shown).not.toContain('secret');
});
