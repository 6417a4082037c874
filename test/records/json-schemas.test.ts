import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, expect, test } from 'vitest';
import { RECORD_SCHEMAS } from '../../bin/docs/record-schemas.ts';
import { findKind, readAnyRecord } from '../../src/records/all-records.ts';
import { parseJson } from '../../src/schema/parse-json.ts';
import { UserError } from '../../src/util/errors.ts';

/*
 * The files of docs/schemas against records that the commands write, by a validator that knows nothing of ours.
 */
const folder = mkdtempSync(join(tmpdir(), 'sid-schemas-'));
const validator = new Ajv({ allErrors: true });
const schemas = new Map(
  RECORD_SCHEMAS.map(({ of, path }) => [
    of,
    validator.compile(JSON.parse(readFileSync(path, 'utf8')) as object),
  ]),
);

const ANALYSES = ['recency', 'representation', 'click-skew', 'hourglass'].concat(
  ...['hashing', 'attention', 'click-loss', 'aa', 'ne-matrix', 'score-sheet'],
);

function sid(...words: string[]): void {
  execFileSync(process.execPath, [resolve('dist/bin/sid.js'), ...words], { stdio: 'pipe' });
}

/** run.json and results.json below a folder, by path. */
function recordsIn(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?:^|\/)(?:run|results)\.json$/.test(name))
    .map((name) => join(path, name));
}

function readObject(path: string): { command?: string } {
  return JSON.parse(readFileSync(path, 'utf8')) as { command?: string };
}

beforeAll(() => {
  writeFileSync(
    join(folder, 'log.csv'),
    'user,item,time\n1,a,1000\n2,b,2000\n1,b,90000000\n2,a,90001000\n',
  );
  writeFileSync(join(folder, 'items.csv'), 'id,x,y\na,1,0\nb,0,1\n');
  const embeddings = { file: 'items.csv', id: 'id', columns: ['x', 'y'] };
  const mapping = { events: ['log.csv'], user: 'user', item: 'item', time: 'time', embeddings };
  writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping));
  sid('import', 'table', '--mapping', join(folder, 'mapping.json'), '--out', join(folder, 'table'));
  sid('shuffle-labels', '--corpus', join(folder, 'table'), '--out', join(folder, 'shuffled'));
  sid('where', '--corpus', join(folder, 'table'), '--out', join(folder, 'where'));
  sid(
    ...['compare', '--config', 'configs/tiny.json', '--out', join(folder, 'tiny')],
    ...['--set', 'strategies=["individual","prefix"]', 'ranker.history=pma', 'rqvae.epochs=1'],
    ...['simulate.items=200', 'simulate.impressionsPerDay=800'],
    `analyses=${JSON.stringify(ANALYSES)}`,
    `claims=${JSON.stringify([CLAIM])}`,
  );
  sid(
    ...['map', '--config', 'configs/maps/tiny.json', '--out', join(folder, 'map'), '--most', '1'],
    ...['--set', 'compare.rqvae.epochs=1'],
  );
}, 240_000);

const CLAIM = {
  ...{ paper: 'Table 3a', says: 'prefix below individual', figure: 'ne/all' },
  ...{ of: 'prefix', than: 'individual', expect: 'lower' },
};

test('every record that the commands wrote is as its JSON Schema says', () => {
  const written = ['tiny', 'table', 'shuffled', 'where', 'map'].flatMap((name) =>
    recordsIn(join(folder, name)),
  );
  const seen = new Set<string>();
  for (const path of written) {
    const json = readObject(path);
    const of = json.command ?? 'results.json';
    const validate = schemas.get(of);
    expect(validate?.(json), `${path}: ${validator.errorsText(validate?.errors)}`).toBe(true);
    seen.add(of);
  }
  const imports = ['online-retail', 'globo', 'mind', 'ebnerd'].map((set) => `import ${set}`);
  // Their records are made, and looked at so, by test/cli/picture-line.test.ts, where models are there.
  const notMade = [
    ...imports,
    'import codes',
    'import codebooks',
    'decode',
    'describe',
    'embed',
    'export',
    'ground',
    'inspect',
    'retrieve',
    'train-clip',
    'verify',
  ];
  expect(seen).toEqual(new Set([...schemas.keys()].filter((of) => !notMade.includes(of))));
});

test('what our schemas refuse the JSON Schemas refuse too', () => {
  const path = join(folder, 'tiny', 'run.json');
  const before = readFileSync(path);
  const record = readAnyRecord(join(folder, 'tiny'));
  const validate = schemas.get('compare');
  for (const change of [{ seed: -1 }, { metrics: { ...record.metrics, title: 3 } }, { extra: 1 }]) {
    writeFileSync(path, JSON.stringify({ ...record, ...change }));
    expect(() => readAnyRecord(join(folder, 'tiny'))).toThrow(/run\.json: /);
    expect(validate?.(readObject(path))).toBe(false);
  }
  writeFileSync(path, before);
});

test('whatever is wrong in a record is said in our words, with its place', () => {
  let numTried = 0;
  // A place is tried once with each kind of value that a record has there.
  const tried = new Set<string>();
  for (const path of [...recordsIn(join(folder, 'tiny')), ...recordsIn(join(folder, 'table'))]) {
    const json = readObject(path);
    const kind = findKind(json.command ?? '');
    if (kind === undefined) continue;
    for (const { holder, key, where } of places(json)) {
      const before = holder[key];
      const place = `${kind.command} ${where} ${before === null ? 'null' : typeof before}`;
      if (tried.has(place)) continue;
      tried.add(place);
      for (const wrong of [{ bad: 1 }, undefined, 'x', -1.5]) {
        if (wrong === undefined && Array.isArray(holder)) continue;
        holder[key] = wrong;
        numTried += 1;
        try {
          parseJson(kind.schema, json, '');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect(String(error)).not.toMatch(/Invalid|Expected/);
        }
      }
      holder[key] = before;
    }
    expect(() => parseJson(kind.schema, json, '')).not.toThrow();
  }
  expect(numTried).toBeGreaterThan(1000);
}, 180_000);

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  /** Its path in the record; items of a list have one, and so have figures by name (ne/all) and by seed. */
  readonly where: string;
}

/** Every field of a record; of a list the first alone. */
function places(holder: object, above = ''): Place[] {
  const entries = Array.isArray(holder)
    ? Object.entries(holder).slice(0, 1)
    : Object.entries(holder);
  return entries.flatMap(([key, value]: [string, unknown]) => {
    const where = `${above} ${/\/|^\d+$/.test(key) ? '*' : key}`;
    return [
      { holder: holder as Record<string, unknown>, key, where },
      ...(typeof value === 'object' && value !== null ? places(value, where) : []),
    ];
  });
}
