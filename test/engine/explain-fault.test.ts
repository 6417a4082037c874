import { expect, test } from 'vitest';
import { explainFault } from '../../src/engine/explain-fault.ts';

test('a missing native half is named as such', () => {
  const output =
    'Error: The Node.js native addon module (tfjs_binding.node) can not be found at path: /x/y.node.';
  expect(explainFault(output)).toBe('its native half is not there');
});

test("the line of a stack that names the error is taken, without its class's name", () => {
  const output =
    'node:events:502\n      throw er;\n\nTypeError: x is no function\n    at f\n\nNode.js v20\n';
  expect(explainFault(output)).toBe('x is no function');
});

test('without such a line it is the last one', () => {
  expect(explainFault('one\ntwo\n\n')).toBe('two');
  expect(explainFault('')).toBe('no reason given');
});
