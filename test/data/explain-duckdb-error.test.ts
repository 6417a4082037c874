import { expect, test } from 'vitest';
import { explainDuckDbError } from '../../src/data/explain-duckdb-error.ts';
import { UserError } from '../../src/util/errors.ts';

test('a full disk is the user’s to mend', () => {
  const error = new Error('IO Error: Could not write file: No space left on device');
  expect(explainDuckDbError(error)).toBeInstanceOf(UserError);
  expect(String(explainDuckDbError(error))).toContain('the disk is full');
  const fault = new Error('INTERNAL Error: oh no');
  expect(explainDuckDbError(fault)).toBe(fault);
});

test('a fault of a CSV file is a line with file, line and remedy', () => {
  const error = new Error(
    'Invalid Input Error: CSV Error on Line: 7\nOriginal Line: 1,2\n' +
      'Expected Number of Columns: 4 Found: 2\nPossible fixes:\n* ...\n\n  file = a.csv\n  delimiter = ,',
  );
  expect(explainDuckDbError(error)).toEqual(
    new UserError(
      'a.csv, line 7: it has more or fewer values than the 4 of the header; mend the line, or save the file anew',
    ),
  );
});
