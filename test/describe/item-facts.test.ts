import { expect, test } from 'vitest';
import { itemFacts } from '../../src/describe/item-facts.ts';

const nothing = { id: 1, row: 1, picture: null, type: null, title: null, description: null };

test('a line for each thing that is known, in this order', () => {
  const item = {
    ...nothing,
    title: 'Red\n mug',
    type: 'Mugs',
    attributes: [['color', 'red']] as const,
  };
  expect(itemFacts(item)).toBe('type: Mugs\ntitle: Red mug\ncolor: red');
  expect(itemFacts({ ...nothing, attributes: [] })).toBeNull();
});

test('a description that is a whole page is cut', () => {
  const facts = itemFacts({ ...nothing, description: 'x'.repeat(5000), attributes: [] });
  expect(facts).toBe(`description: ${'x'.repeat(2000)} ...`);
});
