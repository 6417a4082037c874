import { expect, test } from 'vitest';
import { itemText } from '../../src/embed/item-text.ts';

const none = { id: 1, row: 1, picture: null, type: null, title: null, description: null } as const;

test('a text alone stays as it is; several become sentences', () => {
  expect(itemText({ ...none, title: 'SKULL.', attributes: [] })).toBe('SKULL.');
  const attributes = [
    ['color', 'red'],
    ['age', '3+'],
  ] as const;
  const all = { ...none, title: 'Red mug', type: 'Mugs', description: 'Holds a lot!', attributes };
  expect(itemText(all)).toBe('Red mug. Mugs. Holds a lot! color: red. age: 3+');
  expect(itemText({ ...none, attributes: [] })).toBeNull();
});
