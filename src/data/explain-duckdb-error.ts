// File and row of unreadable input.
import { InterruptedError, messageOf, setting, UserError } from '../util/errors.ts';

/** Faults of the data and of the machine as a UserError of one line; a fault in our SQL stays as it is. */
export function explainDuckDbError(error: unknown): unknown {
  if (error instanceof UserError || error instanceof InterruptedError) return error;
  const [, kind, text = ''] = /^(.*? Error): ([^]*)$/.exec(messageOf(error)) ?? [];
  const line = text.split('\n')[0].trim().replace(/\.$/, '');
  if (/No space left on device|not enough disk space/i.test(text)) {
    return new UserError(`the disk is full (${line}); free some room and run the command again`);
  }
  const csv = explainCsvFault(text);
  if (csv !== undefined) return new UserError(csv);
  switch (kind) {
    case 'IO Error':
    case 'Invalid Input Error':
      return new UserError(`${line}; mend or replace the file`);
    case 'Conversion Error':
    case 'Out of Range Error':
      return new UserError(`${text.split(/\n\s*\n/)[0].replaceAll('\n', ' ')}; mend the value`);
    case 'Out of Memory Error':
      return new UserError(`not enough memory (${line}); give more with ${setting('memoryMb')}`);
    default:
      return error;
  }
}

const CSV_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/Expected Number of Columns: (\d+)/, 'has more or fewer values than the $1 of the header'],
  [/unterminated quote/, 'has a quote that is not closed'],
  [/Invalid unicode/, 'is not UTF-8 text'],
  [/Maximum line size/, 'is too long'],
];

/** The engine's report on a CSV file: what is wrong, and where among a list of its settings. */
function explainCsvFault(text: string): string | undefined {
  const path = /^\s*file = (.*)$/m.exec(text)?.[1];
  if (path === undefined) return undefined;
  const line = /CSV Error on Line: (\d+)/.exec(text)?.[1];
  for (const [pattern, fault] of CSV_FAULTS) {
    const match = pattern.exec(text);
    if (match === null || line === undefined) continue;
    return `${path}, line ${line}: it ${fault.replace('$1', match[1])}; mend the line, or save the file anew`;
  }
  return `${path} cannot be read as CSV; check that it is text with values between commas`;
}
