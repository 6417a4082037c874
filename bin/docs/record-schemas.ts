// JSON Schemas of the records, for programs that read them.
import { toJsonSchema } from '@valibot/to-json-schema';
import { resultsSchema } from '../../src/records/compare-record.ts';
import { RECORD_KINDS } from '../../src/records/all-records.ts';
import type { Schema } from '../../src/schema/json.ts';
import type { GeneratedDocument } from './generated.ts';

const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** A file of docs/schemas. */
interface RecordSchema extends GeneratedDocument {
  /** The command whose run.json it is of; "results.json" for that file. */
  readonly of: string;
}

/** One for the run.json of each command, and one for results.json. */
export const RECORD_SCHEMAS: readonly RecordSchema[] = [
  ...RECORD_KINDS.map(({ command, schema }) =>
    describe(command, `run.json of sid ${command}`, schema),
  ),
  describe('results.json', 'results.json of sid compare', resultsSchema),
];

function describe(of: string, title: string, schema: Schema<object>): RecordSchema {
  const path = `docs/schemas/${of.replace('.json', '').replaceAll(' ', '-')}.schema.json`;
  // What is checked beyond JSON Schema (a range's order) and made of it (null becomes NaN) has no words there.
  const text = (): string => {
    const json = toJsonSchema(schema, {
      typeMode: 'input',
      ignoreActions: ['transform', 'check', 'readonly'],
    });
    return `${JSON.stringify({ $schema: DRAFT, title, ...json }, undefined, 2)}\n`;
  };
  return { of, path, text };
}
