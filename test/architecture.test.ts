import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** What each folder of src may import, besides itself and packages. ARCHITECTURE.md shows it as a table. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  util: [],
  schema: ['util'],
  engine: ['util'],
  graph: ['util', 'engine'],
  artifacts: ['util', 'schema'],
  kernels: ['util'],
  metrics: ['util'],
  sid: ['util'],
  packages: ['util'],
  nn: ['util', 'artifacts', 'kernels'],
  data: ['util', 'schema', 'metrics', 'artifacts'],
  pictures: ['util', 'schema', 'data', 'packages'],
  onnx: ['util', 'schema', 'artifacts', 'packages'],
  parts: ['util', 'schema', 'artifacts', 'data'],
  clip: ['util', 'schema', 'engine', 'graph', 'artifacts'],
  embed: ['util', 'schema', 'artifacts', 'data', 'parts', 'pictures', 'onnx', 'clip'],
  pairs: [
    ...['util', 'schema', 'metrics', 'artifacts', 'data', 'parts', 'pictures', 'onnx', 'embed'],
    'retrieval',
  ],
  contrastive: [
    ...['util', 'schema', 'engine', 'graph', 'artifacts', 'data', 'pictures', 'clip', 'onnx'],
    ...['embed', 'retrieval', 'pairs'],
  ],
  describe: ['util', 'schema', 'artifacts', 'data', 'packages', 'parts', 'pictures'],
  grounding: ['util', 'schema', 'artifacts', 'data', 'parts', 'pictures', 'onnx'],
  decode: ['util', 'schema', 'metrics', 'artifacts', 'data', 'pictures', 'sid'],
  retrieval: [
    ...['util', 'schema', 'metrics', 'nn', 'artifacts', 'packages', 'data', 'parts'],
    ...['pictures', 'embed'],
  ],
  quantizer: ['util', 'schema', 'metrics', 'artifacts', 'kernels', 'nn'],
  inspect: [
    ...[
      'util',
      'schema',
      'metrics',
      'artifacts',
      'data',
      'decode',
      'retrieval',
      'quantizer',
      'sid',
    ],
    'interchange',
  ],
  ranker: [...['util', 'schema', 'metrics', 'artifacts', 'kernels', 'nn', 'data', 'sid']],
  interchange: ['util', 'schema', 'artifacts', 'nn', 'data', 'quantizer', 'ranker', 'sid'],
  // Settings of the stages, and what they measure.
  records: [
    ...['util', 'schema', 'metrics', 'artifacts', 'data', 'quantizer', 'ranker', 'sid'],
    ...['embed', 'describe', 'grounding', 'decode', 'retrieval', 'interchange', 'inspect'],
    'contrastive',
  ],
  experiments: [
    ...['util', 'schema', 'metrics', 'artifacts', 'data', 'quantizer', 'ranker', 'sid', 'records'],
    ...['parts', 'pictures', 'embed', 'decode', 'retrieval', 'inspect'],
    ...['grounding', 'describe', 'contrastive'],
  ],
  report: ['util', 'schema', 'metrics', 'artifacts', 'sid', 'records'],
  cli: [
    ...['util', 'schema', 'metrics', 'engine', 'artifacts', 'data', 'quantizer', 'ranker', 'sid'],
    // The kernels' name only, for records.
    ...['contrastive', 'pairs'],
    ...['kernels', 'records', 'experiments', 'report', 'packages', 'parts', 'pictures', 'embed'],
    ...['describe', 'grounding', 'decode', 'retrieval', 'interchange', 'inspect'],
  ],
};

/** The one folder that may import a package. */
const OWNERS: Readonly<Record<string, string>> = {
  '@tensorflow/tfjs': 'engine',
  '@tensorflow/tfjs-core': 'engine',
  '@tensorflow/tfjs-node': 'engine',
  '@tensorflow/tfjs-node/dist/proto/api_pb.js': 'engine',
  yauzl: 'engine',
  'apache-arrow': 'artifacts',
  jstat: 'metrics',
  '@duckdb/node-api': 'data',
  sharp: 'pictures',
  usearch: 'retrieval',
  'onnxruntime-node': 'onnx',
  '@huggingface/tokenizers': 'onnx',
  openai: 'describe',
  valibot: 'schema',
  vega: 'report',
  'vega-lite': 'report',
  commander: 'cli',
  'cli-progress': 'cli',
  'cli-table3': 'cli',
};

const MOST_LINES = 300;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
  /** Loaded with the file, not by a call. */
  readonly isStatic: boolean;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'build' ? [] : filesIn(path);
    return [path];
  });
}

const sources = filesIn('src').filter((path) => path.endsWith('.ts') && !path.endsWith('.as.ts'));

/** Static and dynamic imports, exports from elsewhere, and CommonJS. */
const imports: Import[] = sources.flatMap((from) => {
  const text = readFileSync(from, 'utf8');
  const statements = text.matchAll(
    /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\b(?:import|require|loadPackage<\w+>)\('([^']+)'\)/gm,
  );
  return [...statements].map(([, type, fromStatic, fromCall]) => ({
    from,
    to: fromStatic ?? fromCall,
    isType: type !== undefined,
    isStatic: fromStatic !== undefined,
  }));
});
const packageImports = imports.filter(({ to }) => !/^(\.|node:)/.test(to));
const fileImports = imports
  .filter(({ to }) => to.startsWith('.'))
  .map((each) => ({ ...each, to: normalize(join(dirname(each.from), each.to)) }));

const folderOf = (path: string): string => path.split('/')[1];

test('the imports were found', () => {
  expect(fileImports.length).toBeGreaterThan(sources.length);
  expect(new Set(packageImports.map(({ to }) => to))).toEqual(new Set(Object.keys(OWNERS)));
});

test('every folder of src has a line in the table of imports', () => {
  expect(new Set(sources.map(folderOf))).toEqual(new Set(Object.keys(MAY_IMPORT)));
});

test('folders import only what the table allows', () => {
  const forbidden = fileImports.filter(({ from, to }) => {
    const [own, other] = [folderOf(from), folderOf(to)];
    return own !== other && !MAY_IMPORT[own]?.includes(other);
  });
  expect(forbidden).toEqual([]);
});

test('each outside package has one owner folder', () => {
  const strangers = packageImports.filter(({ from, to }) => OWNERS[to] !== folderOf(from));
  expect(strangers).toEqual([]);
});

test('no file imports itself by a detour', () => {
  const next = new Map<string, string[]>();
  for (const { from, to, isType } of fileImports) {
    if (!isType) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    expect(path, [...path, file].join(' -> ')).not.toContain(file);
    if (done.has(file)) return;
    for (const other of next.get(file) ?? []) visit(other, [...path, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
});

test('no two source files have one name', () => {
  const names = sources.map((path) => basename(path));
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test(`no source file has more than ${MOST_LINES} lines`, () => {
  const long = sources.filter(
    (path) => readFileSync(path, 'utf8').split('\n').length > MOST_LINES + 1,
  );
  expect(long).toEqual([]);
});

test('links between the documents lead somewhere', () => {
  const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md']
    .concat(filesIn('docs'), 'data/README.md', 'configs/README.md', 'data/online-retail/README.md')
    .concat('data/groceries/README.md', 'test/models/README.md', 'src/ranker/README.md')
    .filter((path) => path.endsWith('.md'));
  const broken = documents.flatMap((path) => {
    const links = readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g);
    return [...links]
      .filter(([, link]) => !existsSync(join(dirname(path), link)))
      .map(([, link]) => `${path}: ${link}`);
  });
  expect(broken).toEqual([]);
});

test('only cli knows flags: messages of the stages name settings by their keys', () => {
  const stages = ['util', 'schema', 'artifacts', 'metrics', 'kernels', 'nn', 'sid', 'data'];
  const isBelow = (path: string): boolean =>
    [...stages, 'quantizer', 'ranker'].includes(folderOf(path));
  // Flags of npm and of V8.
  const others = ['src/data/inspect-duckdb.ts', 'src/kernels/kernel-build.ts'];
  const named = sources.filter(isBelow).flatMap((path) => {
    // Without comments, and without the variables of style sheets.
    const code = readFileSync(path, 'utf8').replaceAll(
      /\/\*[^]*?\*\/|\/\/.*|var\(--[\w-]+\)|--[\w-]+: /g,
      '',
    );
    return [...code.matchAll(/(?<=['"`\s(])--[a-z][a-z-]+/g)].map(([flag]) => `${path}: ${flag}`);
  });
  expect(named.filter((each) => !others.some((path) => each.startsWith(path)))).toEqual([]);
  expect(named).toHaveLength(2);
});

test('modules are loaded late in one form only: by the list of commands, and by analyses for themselves', () => {
  // DuckDB's native half may be missing; sid doctor says so.
  const others = sources.filter((path) => path !== 'src/data/inspect-duckdb.ts');
  const late = others.filter((path) => readFileSync(path, 'utf8').includes("import('"));
  const analyses = late.filter((path) => path.startsWith('src/experiments/analyses/'));
  expect(late).toEqual([
    'src/cli/frame/catalog-commands.ts',
    'src/cli/frame/command-list.ts',
    'src/cli/frame/data-commands.ts',
    ...analyses,
  ]);
  for (const path of late) {
    const text = readFileSync(path, 'utf8');
    const seams = text.match(/load: async \(\) =>\s+\(await import\('[^']+'\)\)\.\w+/g);
    expect(seams, path).toHaveLength(text.split("import('").length - 1);
  }
});

/** Files that are loaded with others, by the imports that count. */
function filesReached(from: readonly string[], counts: (each: Import) => boolean): Set<string> {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const each of fileImports) if (each.from === file && counts(each)) visit(each.to);
  };
  from.forEach(visit);
  return reached;
}

test('within the quantizer, models know nothing of training and coding, and coding nothing of training', () => {
  const isWrong = ({ from, to }: Import): boolean =>
    (from.startsWith('src/quantizer/model/') && /^src\/quantizer\/(train|code)\//.test(to)) ||
    (from.startsWith('src/quantizer/code/') && to.startsWith('src/quantizer/train/'));
  expect(fileImports.some(({ from }) => from.startsWith('src/quantizer/model/'))).toBe(true);
  expect(fileImports.filter(isWrong).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test.each(['quantizer', 'ranker'])('a %s trains without the tensor engine', (folder) => {
  const stage = sources.filter((path) => folderOf(path) === folder);
  const reached = filesReached(stage, ({ isType }) => !isType);
  expect(reached).toContain('src/nn/optimizers/optimizers.ts');
  expect([...reached].filter((path) => folderOf(path) === 'engine')).toEqual([]);
});

test('starting sid loads no heavy package: commands load those inside their actions', () => {
  // valibot takes 8 ms; the flags are made from its schemas.
  const light = ['cli', 'schema'];
  const heavy = Object.keys(OWNERS).filter((name) => !light.includes(OWNERS[name]));
  const isLoaded = ({ isType, isStatic }: Import): boolean => isStatic && !isType;
  const reached = filesReached(['src/cli/frame/program.ts'], isLoaded);
  const loaded = packageImports.filter(
    (each) => reached.has(each.from) && isLoaded(each) && heavy.includes(each.to),
  );
  expect(reached.size).toBeGreaterThan(20);
  expect(loaded.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});
