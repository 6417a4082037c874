// News impressions (MIND).
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import { timeFeatures } from '../queries/time-features.ts';
import { openEmbeddingFile } from './embedding-file.ts';
import { loadEntityMeans } from './entity-means.ts';
import type { EventSource } from './event-source.ts';
import { newsCategories, openMindNews } from './mind-news.ts';
import { inputsOf } from './source-file.ts';
import type { SourceFile } from './source-file.ts';
import { openTsvFile } from './tsv-file.ts';

const BEHAVIOR_COLUMNS = ['impression_id', 'user_id', 'time', 'history', 'impressions'] as const;
/** 11/15/2019 8:55:22 AM; the clock is not published, so it is taken as UTC. */
const TIME = `try_strptime(time, '%m/%d/%Y %I:%M:%S %p')`;
/** N55528-1 clicked, N55528-0 not. */
const SHOWN = '^(.+)-([01])$';

/** The files of MIND; one of `embeddings`, and `entities` with `news`, is not null. With news articles have categories. */
export interface MindFiles {
  readonly behaviors: readonly string[];
  readonly embeddings: string | null;
  readonly news: readonly string[] | null;
  readonly entities: readonly string[] | null;
}

/**
 * Impressions of Microsoft News (MIND, Wu 2020), as published: behaviors.tsv says what was shown, what of it was
 * clicked, and what the user clicked in the weeks before.
 *
 * @throws UserError naming file and row where a time or an impression is of another form
 */
export async function openMind(database: Database, files: MindFiles): Promise<EventSource> {
  const behaviors = await openTsvFile(
    database,
    'mind_behaviors',
    files.behaviors,
    BEHAVIOR_COLUMNS,
  );
  await assertForm(database, behaviors);
  const news = files.news && (await openMindNews(database, files.news));
  const embeddings = await embeddingsOf(database, files, news);
  const shown =
    `SELECT user_id, epoch_ms(${TIME}) AS time_ms, ` +
    `unnest(string_split(trim(impressions), ' ')) AS shown FROM mind_behaviors`;
  return {
    name: 'mind',
    hasLabels: true,
    eventsPath: behaviors.path,
    eventsSql:
      `SELECT user_id, regexp_extract(shown, '${SHOWN}', 1) AS item_id, time_ms, ` +
      `regexp_extract(shown, '${SHOWN}', 2) AS label_text, label_text::INTEGER AS label, ` +
      `CASE WHEN user_id IS NULL THEN 'no user' END AS drop_reason FROM (${shown})`,
    histories: {
      path: behaviors.path,
      sql:
        `SELECT user_id, epoch_ms(${TIME}) AS time_ms, ` +
        `list_filter(string_split(trim(history), ' '), lambda id: id <> '') AS items, ` +
        `NULL::BIGINT[] AS clicked_ms FROM mind_behaviors`,
    },
    denseFeatures: timeFeatures,
    ...embeddings,
    categories: news === null ? undefined : newsCategories(news),
    inputs: {
      ...inputsOf('behaviors', behaviors),
      ...(news === null ? {} : inputsOf('news', news)),
      ...embeddings.inputs,
    },
    notes: {
      origin: 'Microsoft News (MIND), msnews.github.io',
      license: 'Microsoft Research License Terms, not commercial',
      ...embeddings.notes,
    },
  };
}

async function embeddingsOf(
  database: Database,
  { embeddings, entities }: MindFiles,
  news: SourceFile | null,
): Promise<Pick<EventSource, 'embeddingsSql' | 'embeddingsPath' | 'inputs' | 'notes'>> {
  if (embeddings !== null) {
    const file = await openEmbeddingFile(database, 'mind_embeddings', embeddings, 'news_id');
    return {
      embeddingsSql: file.sql('news_id::VARCHAR'),
      embeddingsPath: embeddings,
      inputs: { embeddings },
      notes: {},
    };
  }
  if (news === null) throw new Error('entities without news');
  return loadEntityMeans(database, news, entities ?? []);
}

async function assertForm(database: Database, { path }: SourceFile): Promise<void> {
  const [fault] = await database.rows<{ row: number; time: string | null; shown: string | null }>(
    `SELECT row, CASE WHEN moment IS NULL THEN coalesce(time, 'empty') END AS time, shown FROM (
       SELECT row_number() OVER () AS row, time, ${TIME} AS moment, list_filter(
         string_split(trim(coalesce(impressions, 'nothing')), ' '),
         lambda each: NOT regexp_matches(each, '${SHOWN}'))[1] AS shown
       FROM mind_behaviors)
     WHERE moment IS NULL OR shown IS NOT NULL ORDER BY row LIMIT 1`,
  );
  if (fault === undefined) return;
  throw new UserError(
    fault.time === null
      ? `${path}, row ${fault.row}: the impressions hold "${fault.shown}", but N123-1 (clicked) or N123-0 ` +
          `(not) is wanted; the part without labels is of no use here`
      : `${path}, row ${fault.row}: the time is "${fault.time}", but one like 11/15/2019 8:55:22 AM is wanted`,
  );
}
