// All commands: what each is called, says and takes, and where what it does is loaded from.
import type { Command } from 'commander';
import { subjectOf } from '../../experiments/analyses/analysis.ts';
import { ANALYSES, ANALYSIS_NAMES } from '../../experiments/analyses/index.ts';
import { DECODE_SETTINGS } from '../../decode/decode-settings.ts';
import {
  EVAL_DRIFT_SETTINGS,
  EVAL_SEGMENTS_SETTINGS,
} from '../../experiments/evaluation-settings.ts';
import { WHERE_SETTINGS } from '../../experiments/where/where-settings.ts';
import { EXPORT_FORMATS } from '../../interchange/export-formats.ts';
import { EXPORT_SETTINGS } from '../../interchange/export-settings.ts';
import { INSPECT_SETTINGS } from '../../inspect/inspect-settings.ts';
import { RQ_VAE_SETTINGS } from '../../quantizer/model/rq-vae-config.ts';
import {
  ASSIGN_SETTINGS,
  EMBEDDINGS_SETTINGS,
  VERIFY_SETTINGS,
} from '../../quantizer/quantizer-inputs.ts';
import type { AnalysisName } from '../../records/analyze-records.ts';
import { RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import { HISTORY_MODULES } from '../../ranker/history/history-modules.ts';
import { STRATEGIES } from '../../sid/strategies.ts';
import { OPTIONAL_OUT, OUT, OUT_OR_PIPE, TRAINING_OUT } from './common-flags.ts';
import {
  COMPARE_FLAGS,
  MAP_FLAGS,
  POWER_FLAGS,
  QUICKSTART_FLAGS,
  REPORT_FLAGS,
  SETUP_FLAGS,
} from './command-flags.ts';
import { createCatalogCommands } from './catalog-commands.ts';
import { createDataCommands } from './data-commands.ts';
import { DeclaredCommand, defineCommand, defineGroup } from './run-command.ts';

/** In the order of `sid --help`. A new command is an entry here (one that makes a corpus: in data-commands.ts; one that goes through a catalog: in catalog-commands.ts), and a file with its action. */
export function createCommands(): Command[] {
  return [
    ...createDataCommands(),
    ...createCatalogCommands(),
    defineCommand({
      name: 'train-rqvae',
      says:
        'train the RQ-VAE that turns item embeddings into semantic IDs\n\n' +
        'Writes best.safetensors (the best epoch), last.safetensors and run.json. ' +
        'The embeddings are held in memory: 4 bytes for each float. With --corpus, --days and --embeddings the corpus says which ' +
        'items were shown, the file what they are like.',
      settings: { ...EMBEDDINGS_SETTINGS, ...RQ_VAE_SETTINGS, ...TRAINING_OUT },
      examples: [
        'sid train-rqvae --corpus data/retail --codebook-size 64 --out runs/rqvae',
        'sid train-rqvae --embeddings items.parquet --levels 3 --codebook-size 2048 --out runs/rqvae',
      ],
      load: async () => (await import('../commands/train-rqvae.ts')).trainRqVae,
    }),
    defineCommand({
      name: 'assign',
      says:
        'give items their semantic IDs\n\n' +
        'Writes sids.arrow (item_id, codes) and run.json. An item gets the same codes whatever ' +
        'other items are in the file, so new items can be assigned later with the same model. With --out - codes go ' +
        'to standard output, batch by batch as embeddings come in, and nothing else does: a filter that any engine can run.',
      settings: { ...ASSIGN_SETTINGS, ...OUT_OR_PIPE },
      examples: [
        'sid assign --rqvae runs/rqvae --corpus data/retail --out runs/sids',
        'sid assign --rqvae runs/rqvae --embeddings items.parquet --out runs/sids',
        'sid assign --rqvae runs/rqvae --embeddings items.parquet --collisions count --out runs/sids',
        'sid assign --rqvae runs/rqvae --embeddings new.parquet --append runs/sids --out runs/sids-2',
        'producer | sid assign --rqvae runs/rqvae --embeddings - --out - | consumer',
      ],
      load: async () => (await import('../commands/assign.ts')).assign,
    }),
    defineCommand({
      name: 'verify',
      says:
        'encode again and compare: do semantic IDs still come out as they are published?\n\n' +
        'Says which items are missing on either side, at which level codes differ first and whether that was a near tie, and ' +
        'whether model and embeddings are the files that the codes were made from. Exit status 0: all is equal; 2: not.',
      settings: { ...VERIFY_SETTINGS, ...OPTIONAL_OUT },
      examples: [
        'sid verify --sids runs/sids --rqvae runs/rqvae --embeddings items.parquet',
        'sid verify --sids runs/sids-2 --rqvae runs/rqvae --embeddings items.parquet new.parquet --json',
      ],
      load: async () => (await import('../commands/verify.ts')).verify,
    }),
    defineCommand({
      name: 'inspect',
      says:
        'how good semantic IDs are, without a ranker: a score sheet, several side by side\n\n' +
        'How the codes of each level are used, which items collide, how well prefixes keep nearest neighbors and known ' +
        'categories together, and what changed from the first codes to the others. The embeddings are held in memory.',
      settings: { ...INSPECT_SETTINGS, ...OPTIONAL_OUT },
      examples: [
        'sid inspect --sids runs/sids --corpus data/retail',
        'sid inspect --sids old=runs/sids-1 new=runs/sids-2 --embeddings X.parquet --items X.parquet',
      ],
      load: async () => (await import('../commands/inspect.ts')).inspect,
    }),
    defineCommand({
      name: 'decode',
      says:
        'what semantic IDs mean: items under a prefix, siblings of an item, in words and pictures\n\n' +
        'Without --prefix and --item an overview of the largest prefixes. With --items titles, product types and ' +
        'the words that a prefix has far more often than the catalog; with --out a page to look at (page.html).',
      settings: { ...DECODE_SETTINGS, ...OPTIONAL_OUT },
      examples: [
        'sid decode --sids runs/sids --items catalog.parquet --out runs/decode',
        'sid decode --sids runs/sids --items catalog.parquet --prefix 3,17',
        'sid decode --sids runs/sids --items catalog.parquet --item 4711 --embeddings items.parquet',
      ],
      load: async () => (await import('../commands/decode.ts')).decode,
    }),
    defineCommand({
      name: 'export',
      says:
        'codes, codebooks or a trained ranker, in files that other tools read\n\n' +
        'With a README that says how, and run.json. sid import codes and sid import codebooks read their files back; a ' +
        'ranker comes with a PyTorch module that gives the same probabilities.',
      settings: { ...EXPORT_SETTINGS, ...OUT },
      meanings: { '--format': EXPORT_FORMATS },
      examples: [
        'sid export --sids runs/sids --out export/codes',
        'sid export --rqvae runs/rqvae --format faiss --out export/codebooks',
        'sid export --run runs/prefix --out export/ranker && python export/ranker/model.py',
      ],
      load: async () => (await import('../commands/export.ts')).exportFiles,
    }),
    defineCommand({
      name: 'train-ranker',
      says: 'train a click ranker in one pass over the days, in time order',
      settings: { ...RANKER_RUN_SETTINGS, ...TRAINING_OUT },
      meanings: { '--embed': STRATEGIES, '--history': HISTORY_MODULES },
      load: async () => (await import('../commands/train-ranker.ts')).trainRanker,
    }),
    defineCommand({
      name: 'eval-segments',
      says:
        'NE, AUC, log loss and calibration on head, torso, tail and new items\n\n' +
        'A day after those trained on is evaluated whole, a day trained on by its held-out share.',
      settings: { ...EVAL_SEGMENTS_SETTINGS, ...OPTIONAL_OUT },
      examples: ['sid eval-segments --run runs/prefix --day 5 --hours 6'],
      load: async () => (await import('../commands/eval-segments.ts')).evalSegments,
    }),
    defineCommand({
      name: 'eval-drift',
      says:
        "how much worse the late model is than the early one on the early day's held-out data\n\n" +
        'Runs that differ only in their seed, and in the semantic IDs of it, are taken together. ' +
        'Smaller is better.',
      settings: { ...EVAL_DRIFT_SETTINGS, ...OPTIONAL_OUT },
      examples: ['sid eval-drift --runs runs/random-1 runs/random-2 runs/prefix-1 runs/prefix-2'],
      load: async () => (await import('../commands/eval-drift.ts')).evalDrift,
    }),
    defineGroup(
      'analyze',
      "the paper's tables and figures, on one trained ranker or one set of semantic IDs",
      ANALYSIS_NAMES.map(defineAnalyze),
    ),
    defineCommand({
      name: 'compare',
      says:
        'a table of strategies x seeds from one config, trials side by side, finished trials kept\n\n' +
        'The keys of a config are explained in configs/README.md. After an interruption the same ' +
        'command goes on where it stopped.',
      settings: COMPARE_FLAGS,
      examples: [
        'sid compare --config configs/tiny.json --out runs/tiny',
        'sid compare --config configs/globo.json --out runs/globo --set seeds=[1,2] --jobs 2',
        'sid compare --config configs/tiny.json --out runs/tiny --plan | jq -r .command | parallel -j 4',
      ],
      load: async () => (await import('../commands/compare.ts')).compare,
    }),
    defineCommand({
      name: 'map',
      says:
        'a comparison at many places: where does the order of the strategies turn?\n\n' +
        'Axes (impressions per item, half-life, content signal ...) make grids of worlds; a comparison is ' +
        'run at every place, then at places between neighbors that disagree. The keys of a config are ' +
        'explained in configs/README.md. After an interruption the same command goes on.',
      settings: MAP_FLAGS,
      examples: [
        'sid map --config configs/maps/tiny.json --out runs/map-tiny',
        'sid map --config configs/maps/order.json --out runs/map --plan | jq -r .command | parallel -j 4',
        'sid map --config configs/maps/order.json --out runs/map --collect',
      ],
      load: async () => (await import('../commands/map.ts')).map,
    }),
    defineCommand({
      name: 'where',
      says:
        'what a corpus is like, as far as it decides what semantic IDs can do for it\n\n' +
        'Impressions per item, half-life of items, new items, skew, and how much of the clicks content explains; ' +
        'the days are read, nothing is trained.',
      settings: { ...WHERE_SETTINGS, ...OPTIONAL_OUT },
      examples: ['sid where --corpus data/retail', 'sid where --corpus data/mine --out runs/where'],
      load: async () => (await import('../commands/where.ts')).where,
    }),
    defineCommand({
      name: 'power',
      says:
        'how many seeds and impressions it takes to show a difference, before anything is trained\n\n' +
        'From the variance between seeds and over users and items of a pilot, or of logs measured before.',
      settings: POWER_FLAGS,
      examples: [
        'sid power --effect 0.5',
        'sid power --from runs/pilot --effect 0.3',
        'sid power --from runs/pilot --figure ne_gain_percent/new --effect 1 --seeds 5',
      ],
      load: async () => (await import('../commands/power.ts')).power,
    }),
    defineCommand({
      name: 'report',
      says:
        'one self-contained HTML page from run records: tables, charts, what the papers say\n\n' +
        'The page needs no network and no script; the same records give the same page. With --markdown a ' +
        'document instead: what is written in it outside its figures is kept when it is made again.',
      settings: REPORT_FLAGS,
      examples: [
        'sid report --in runs/tiny --out runs/tiny.html',
        'sid report --in runs/globo runs/drift --out report.html --force',
        'sid report --in runs/segments --markdown --out results.md --force',
      ],
      load: async () => (await import('../commands/report.ts')).report,
    }),
    defineCommand({
      name: 'quickstart',
      says:
        'the whole job on the real data that ships with sid, in a few minutes\n\n' +
        'Import, RQ-VAE, semantic IDs, rankers, tables, a report; each step shows the command that does it. A ' +
        'second run reuses what is finished.',
      settings: QUICKSTART_FLAGS,
      load: async () => (await import('../commands/quickstart.ts')).quickstart,
    }),
    defineCommand({
      name: 'setup',
      says:
        'makes the native tensor engine work\n\n' +
        'tfjs-node comes without its native half. The first of these that works is taken: what is there ' +
        "already, this user's cache, tfjs-node's own download, a build on TensorFlow's libraries from PyPI " +
        '(needs pip, a C++ compiler and make; about 300 MB to download). The last is kept in the cache ' +
        '(SID_CACHE_DIR, or ~/.cache/sid), so that the next clone takes seconds.',
      settings: SETUP_FLAGS,
      load: async () => (await import('../commands/setup.ts')).setup,
    }),
    defineCommand({
      name: 'doctor',
      says: 'engine, versions, threads, memory, what is missing and how to get it',
      settings: {},
      load: async () => (await import('../commands/doctor.ts')).doctor,
    }),
  ];
}

/** What `sid compare` starts; not in the help. */
export function createHiddenCommands(): Command[] {
  return [
    defineCommand({
      name: 'run-steps',
      says: 'steps of a comparison in one process',
      settings: {},
      argument: { name: 'json', says: '{steps, checkpointMinutes}, or - for standard input' },
      load: async () => (await import('../commands/run-steps.ts')).runStepsWith(findStage),
    }),
  ];
}

/** The command of a name: "import globo". */
function findStage(name: string): DeclaredCommand {
  let at: Command | undefined = defineGroup('sid', '', createCommands());
  for (const word of name.split(' ')) at = at?.commands.find((child) => child.name() === word);
  if (at instanceof DeclaredCommand) return at;
  throw new Error(`no stage is called ${name}`);
}

/** What the examples of analyses look at. */
const EXAMPLES = {
  run: '--run runs/prefix',
  codes: '--corpus data/globo --sids runs/sids/sids.arrow',
};

function defineAnalyze(name: AnalysisName): Command {
  const { title, settings, needs, example = EXAMPLES[needs] } = ANALYSES[name];
  return defineCommand({
    name,
    says: title,
    settings: { ...subjectOf(name, ANALYSES[name]), ...settings, ...OPTIONAL_OUT },
    examples: [`sid analyze ${name} ${example} --out runs/${name}`],
    load: async () => (await import('../commands/analyze.ts')).analyzeWith(name),
  });
}
