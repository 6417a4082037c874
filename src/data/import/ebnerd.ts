// News impressions (EB-NeRD).
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import { timeFeatures } from '../queries/time-features.ts';
import type { FeatureSql } from '../queries/time-features.ts';
import { categorySource } from './category-columns.ts';
import { openEmbeddingFile } from './embedding-file.ts';
import type { CategorySource, EventSource } from './event-source.ts';
import { idCasts } from './id-columns.ts';
import type { IdColumn } from './id-columns.ts';
import { columnSql, inputsOf, openSourceFile } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

/** The files of EB-NeRD. */
export interface EbnerdFiles {
  readonly behaviors: readonly string[];
  readonly history: readonly string[];
  readonly embeddings: string;
  /** With them the age of the article is a dense feature, and its section and type are categories. */
  readonly articles: string | null;
}

/** 1 desktop, 2 mobile, 3 tablet; 0 where not known. */
const DEVICES = [1, 2, 3];

/**
 * Impressions of Ekstra Bladet (EB-NeRD, Kruse 2024), as published: behaviors.parquet says what was shown and what of it
 * was clicked, history.parquet what the user clicked in the three weeks before, and when. What is of the page view
 * itself (read time, scrolling) is left out: a ranker does not know it before. The times name no zone; they are
 * taken as UTC.
 *
 * @throws UserError naming file and column where a file is of another form
 */
export async function openEbnerd(database: Database, files: EbnerdFiles): Promise<EventSource> {
  const behaviors = await openSourceFile(database, 'ebnerd_behaviors', files.behaviors);
  const history = await openSourceFile(database, 'ebnerd_history', files.history);
  const embeddings = await openEmbeddingFile(
    database,
    'ebnerd_embeddings',
    files.embeddings,
    'article_id',
  );
  const shown = listColumn(behaviors, 'article_ids_inview');
  const clicked = listColumn(behaviors, 'article_ids_clicked');
  const clickedBefore = listColumn(history, 'article_id_fixed');
  const clickedAt = listColumn(history, 'impression_time_fixed');
  columnSql(behaviors, 'user_id');
  columnSql(history, 'user_id');
  const [userSql, historyUserSql] = await idCasts(database, [
    { file: behaviors, column: 'user_id' },
    { file: history, column: 'user_id' },
  ]);
  const [embeddingItemSql, shownSql, clickedSql, historySql] = await idCasts(database, [
    embeddings.id,
    shown,
    clicked,
    clickedBefore,
  ]);
  const column = (name: string): string => columnSql(behaviors, name);
  // An article stands once in an impression: shown is shown, and a click is of the impression.
  const impressions =
    `SELECT ${userSql} AS user_id, epoch_ms(${column('impression_time')}::TIMESTAMP) AS time_ms, ` +
    `list_distinct(coalesce(${shownSql}, [])) AS shown, list_distinct(coalesce(${clickedSql}, [])) AS clicked, ` +
    `${column('device_type')} AS device, ${column('is_sso_user')} AS is_sso_user, ` +
    `${column('is_subscriber')} AS is_subscriber, ${column('article_id')} IS NULL AS on_front_page ` +
    `FROM ebnerd_behaviors`;
  const known = 'user_id, time_ms, device, is_sso_user, is_subscriber, on_front_page';
  const articles = await articlesOf(database, files.articles, embeddingItemSql);
  return {
    name: 'ebnerd',
    hasLabels: true,
    eventsPath: behaviors.path,
    eventsSql:
      `SELECT s.*, label::VARCHAR AS label_text${articles.columns}, ` +
      `CASE WHEN user_id IS NULL THEN 'no user' WHEN time_ms IS NULL THEN 'no time' WHEN NOT is_shown ` +
      `THEN 'clicked, but not among the shown' END AS drop_reason FROM (` +
      `SELECT ${known}, item_id, true AS is_shown, list_contains(clicked, item_id)::INTEGER AS label ` +
      `FROM (SELECT *, unnest(shown) AS item_id FROM (${impressions})) UNION ALL ` +
      `SELECT ${known}, item_id, false, 1 FROM (SELECT *, unnest(list_filter(clicked, ` +
      `lambda id: NOT list_contains(shown, id))) AS item_id FROM (${impressions}))) s ${articles.join}`,
    histories: {
      path: history.path,
      sql:
        `SELECT ${historyUserSql} AS user_id, NULL::BIGINT AS time_ms, ${historySql} AS items, ` +
        `list_transform(${clickedAt.listSql}, lambda t: epoch_ms(t::TIMESTAMP)) AS clicked_ms ` +
        `FROM ebnerd_history`,
    },
    categories: articles.categories,
    embeddingsPath: embeddings.path,
    embeddingsSql: embeddings.sql(embeddingItemSql),
    denseFeatures: (zone) => [
      ...timeFeatures(zone),
      ...DEVICES.map((code) => ({
        name: `device_${code}`,
        sql: `coalesce(device = ${code}, false)`,
      })),
      ...['is_sso_user', 'is_subscriber', 'on_front_page'].map((name) => ({
        name,
        sql: `coalesce(${name}, false)`,
      })),
      ...articles.features,
    ],
    inputs: {
      ...inputsOf('behaviors', behaviors),
      ...inputsOf('history', history),
      embeddings: files.embeddings,
      ...(files.articles === null ? {} : { articles: files.articles }),
    },
    notes: {
      origin: 'Ekstra Bladet News Recommendation Dataset (EB-NeRD), recsys.eb.dk',
      license: 'research only; see recsys.eb.dk',
    },
  };
}

/** Counts of readers and moods of the text are left out: the one is of the days to come, the other is content. */
const CATEGORIES: readonly string[] = ['category_str', 'article_type', 'premium'];

/** How old the article is at the impression, log10 of 1 + hours; its categories. */
async function articlesOf(
  database: Database,
  path: string | null,
  itemSql: string,
): Promise<Articles> {
  if (path === null) return { columns: '', join: '', features: [], categories: undefined };
  const articles = await openSourceFile(database, 'ebnerd_articles', [path]);
  columnSql(articles, 'article_id');
  const published = columnSql(articles, 'published_time');
  const type = itemSql.slice(itemSql.lastIndexOf(':') + 1);
  const names = CATEGORIES.filter((name) => articles.columns.has(name));
  return {
    columns: ', published_ms',
    join:
      `LEFT JOIN (SELECT article_id::${type} AS item_id, min(epoch_ms(${published}::TIMESTAMP)) AS published_ms ` +
      `FROM ebnerd_articles GROUP BY ALL) USING (item_id)`,
    categories:
      names.length === 0 ? undefined : categorySource(articles, names, `article_id::${type}`),
    features: [
      {
        name: 'article_age',
        sql: 'log10(1 + greatest(coalesce(time_ms - published_ms, 0), 0) / 3600000)',
      },
    ],
  };
}

interface Articles {
  readonly columns: string;
  readonly join: string;
  readonly features: readonly FeatureSql[];
  readonly categories: CategorySource | undefined;
}

function listColumn(file: SourceFile, column: string): IdColumn & { readonly listSql: string } {
  const listSql = columnSql(file, column);
  const type = file.columns.get(column) ?? '';
  if (type.endsWith(']')) return { file, column, listSql };
  throw new UserError(
    `${file.path}: column "${column}" is ${type}, but a list is wanted, as in the published Parquet files`,
  );
}
