// The commands that go through a catalog, item by item, to embeddings.
import type { Command } from 'commander';
import { TRAIN_CLIP_SETTINGS } from '../../contrastive/train-clip-settings.ts';
import { DESCRIBE_SETTINGS } from '../../describe/describe-settings.ts';
import { EMBED_SETTINGS } from '../../embed/embed-settings.ts';
import { EMBED_STEP_FLAGS } from '../../embed/embed-step-settings.ts';
import { ENCODERS } from '../../embed/encoder-names.ts';
import { GROUND_SETTINGS } from '../../grounding/grounding-settings.ts';
import { pickSettings } from '../../schema/settings.ts';
import { DRY_RUN } from './command-flags.ts';
import { RETRIEVE_SETTINGS } from '../../retrieval/retrieve-settings.ts';
import { TRAINING_OUT } from './common-flags.ts';
import { defineCommand } from './run-command.ts';

/** Boxes, texts, vectors: the steps of Giahi 2025. */
export function createCatalogCommands(): Command[] {
  return [
    defineCommand({
      name: 'ground',
      says:
        'where in its picture each item of a catalog is, by Grounding DINO\n\n' +
        'The product type (where there is none, the title) is looked for; of the boxes above the threshold the most ' +
        'confident is taken, else the whole picture (Giahi 2025). Writes boxes.arrow (item_id, x0, y0, x1, y1, score ' +
        '...), contact-sheet.html (boxes to look at), problems.json and run.json. At 800 pixels a picture takes half a ' +
        'minute of a core, at 480 eleven seconds. sid setup --embed gets the packages that it needs.',
      settings: { ...GROUND_SETTINGS, ...pickSettings(TRAINING_OUT, ['out', 'resume', 'force']) },
      examples: [
        'sid ground --items catalog.csv --detector models/grounding-dino-tiny --out runs/boxes',
        'sid ground --items a.parquet --detector models/gdino --detector-size 480 --shard 3/16 \\\n' +
          '    --out runs/boxes-3',
        'sid ground --items new.csv --detector models/gdino --known runs/boxes --save-crops \\\n' +
          '    --out runs/boxes-new',
      ],
      load: async () => (await import('../commands/ground.ts')).ground,
    }),
    defineCommand({
      name: 'describe',
      says:
        'texts about the items of a catalog, written by a model that looks at their pictures\n\n' +
        'A Summarizer writes a text, an Evaluator ends with <STOP> or says what is wrong, a Refiner writes it anew ' +
        '(Giahi 2025), by any OpenAI-compatible endpoint, hosted or at home (vLLM, Ollama, llama.cpp). The key is read ' +
        'from OPENAI_API_KEY; an endpoint that wants none gets none. Writes texts.arrow (item_id, text, rounds, is_good), ' +
        'transcripts.jsonl (all answers about an item), problems.json and run.json. Answers are kept beside it, so that ' +
        'none is paid for twice, even with --force. sid setup --embed gets the packages that it needs.',
      settings: {
        ...DESCRIBE_SETTINGS,
        ...DRY_RUN,
        ...pickSettings(TRAINING_OUT, ['out', 'resume', 'force']),
      },
      examples: [
        'sid describe --items items.csv --endpoint http://localhost:11434/v1 --model llava --out runs/texts',
        'sid describe --items items.csv --endpoint https://api.example.com/v1 --model m --prices 2.5,10 \\\n' +
          '    --dry-run --out runs/texts',
        'sid describe --items items.csv --endpoint http://localhost:8000/v1 --model m --shard 3/16 \\\n' +
          '    --known runs/texts-before --out runs/texts-3',
      ],
      load: async () => (await import('../commands/describe.ts')).describe,
    }),
    defineCommand({
      name: 'train-clip',
      says:
        "contrastive fine-tuning of CLIP on the pictures and texts of a catalog's items\n\n" +
        "Takes a CLIP as on Hugging Face's hub and writes one: the output folder is the model of the best epoch by " +
        'retrieval among held-out items (sid embed --encoder clip --clip DIR takes it, and so does transformers), last/ ' +
        'that of the last epoch; problems.json and run.json beside it. The model that training began with counts as epoch ' +
        '0. With --train heads no encoder runs: a linear map of each side learns from vectors that sid embed made, and ' +
        'heads.safetensors, pictures.arrow, texts.arrow and embeddings.arrow of all items come out. ' +
        'sid setup --embed gets the packages that it needs.',
      settings: { ...TRAIN_CLIP_SETTINGS, ...TRAINING_OUT },
      examples: [
        'sid train-clip --items catalog.parquet --clip models/clip-vit-base-patch32 --out runs/clip',
        'sid train-clip --items catalog.csv --clip models/clip --train last-2 --batch-size 1024 \\\n' +
          '    --part-size 64 --epochs 5 --threads 8 --out runs/clip-2',
        'sid train-clip --items grocery.parquet --clip models/tiny --from-scratch --group-by type \\\n' +
          '    --held-out-by split --learning-rate 1e-3 --out runs/small',
        'sid train-clip --train heads --items items.csv --picture-features runs/picture \\\n' +
          '    --text-features runs/title --batch-size 1024 --epochs 15 --out runs/heads',
      ],
      load: async () => (await import('../commands/train-clip.ts')).trainClipCommand,
    }),
    defineCommand({
      name: 'embed',
      says:
        'content embeddings of the items of a catalog, from their texts and pictures\n\n' +
        'Writes embeddings.arrow (item_id, embedding), problems.json (items with less than was wanted, and why) ' +
        'and run.json. Models are read from folders; nothing is downloaded. sid setup --embed gets the packages ' +
        'that it needs. With --detector and --endpoint the whole way of Giahi 2025: boxes, texts, vectors.',
      settings: {
        ...EMBED_SETTINGS,
        ...EMBED_STEP_FLAGS,
        ...pickSettings(TRAINING_OUT, ['out', 'resume', 'force']),
      },
      meanings: { '--encoder': ENCODERS },
      examples: [
        'sid embed --items catalog.csv --text-model models/minilm --out runs/embed',
        'sid embed --items a.parquet --encoder picture --picture-model models/vit --out runs/embed',
        'sid embed --items catalog.csv --encoder clip --clip models/clip --detector models/dino \\\n' +
          '    --endpoint http://localhost:11434/v1 --model llava --out runs/embed',
      ],
      load: async () => (await import('../commands/embed.ts')).embed,
    }),
    defineCommand({
      name: 'retrieve',
      says:
        'how well embeddings find what is wanted: HITS@k, MRR, recall; exact search and HNSW\n\n' +
        'Searches (texts or pictures) are encoded by what encoded the items; without searches, items look for ' +
        'others of their product type. Several embeddings are compared on the same queries. Writes page.html ' +
        '(queries with their nearest items, to look at), answers.arrow and run.json.',
      settings: { ...RETRIEVE_SETTINGS, ...pickSettings(TRAINING_OUT, ['out', 'resume', 'force']) },
      examples: [
        'sid retrieve --embeddings runs/embed --queries searches.csv --k 1,5,10 --out runs/retrieval',
        'sid retrieve --embeddings raw=runs/raw cropped=runs/cropped --queries photos.csv --out runs/both',
        'sid retrieve --embeddings runs/pictures --queries runs/titles --out runs/title-to-picture',
        'sid retrieve --embeddings runs/embed --out runs/item-to-item',
      ],
      load: async () => (await import('../commands/retrieve.ts')).retrieve,
    }),
  ];
}
