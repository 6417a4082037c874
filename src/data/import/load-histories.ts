// What users clicked before the log, into a checked table.
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import type { HistorySource, ImportOptions } from './event-source.ts';
import { percentOf } from './import-report.ts';
import type { HistoryReport } from './import-report.ts';

/**
 * Loads the clicks from before the log into the table `prior_clicks` (user_id, item_id, clicked_ms, position,
 * covered, kept), after `events`. A user's history is that of the first impression in the days taken: what a
 * later one has more is in the log, or would be there twice. Where clicks have times, all histories of a user count,
 * each click once, and none from the first impression on.
 *
 * @throws UserError where a history has more or fewer times than items, or nothing of it is known
 */
export async function loadHistories(
  database: Database,
  { sql, path }: HistorySource,
  options: Pick<ImportOptions, 'uncovered'>,
): Promise<HistoryReport> {
  await database.run(
    `CREATE TABLE first_impressions AS
     SELECT user_id, min(time_ms) AS first_ms FROM events
     WHERE user_id IN (SELECT user_id FROM events WHERE kept) GROUP BY user_id`,
  );
  await assertAsManyTimes(database, sql, path);
  const numbered = `(SELECT row_number() OVER () AS row, * FROM (${sql}))`;
  await database.run(
    `CREATE TABLE histories AS
     SELECT user_id, first_ms, arg_min(items, row) AS items, NULL::BIGINT[] AS clicked_ms
     FROM ${numbered} JOIN first_impressions USING (user_id)
     WHERE time_ms = first_ms GROUP BY user_id, first_ms
     UNION ALL
     SELECT user_id, first_ms, items, clicked_ms
     FROM (${sql}) JOIN first_impressions USING (user_id) WHERE time_ms IS NULL`,
  );
  await database.run(
    `CREATE TABLE listed_clicks AS
     SELECT user_id, first_ms, clicked_ms IS NOT NULL AS is_timed, unnest(items) AS item_id,
       unnest(clicked_ms) AS clicked_ms, unnest(range(len(items))) AS position
     FROM histories`,
  );
  const kept = options.uncovered === 'keep' ? 'true' : 'e.item_id IS NOT NULL';
  await database.run(
    `CREATE TABLE prior_clicks AS
     SELECT user_id, c.item_id, clicked_ms, min(position) AS position, e.item_id IS NOT NULL AS covered,
       CASE WHEN c.item_id IS NULL THEN 'no item' WHEN is_timed AND clicked_ms IS NULL THEN 'no time'
            WHEN clicked_ms >= first_ms THEN 'not before the first impression' END AS drop_reason,
       drop_reason IS NULL AND ${kept} AS kept
     FROM listed_clicks c LEFT JOIN (SELECT item_id FROM embeddings) e USING (item_id)
     GROUP BY user_id, first_ms, is_timed, c.item_id, e.item_id, clicked_ms,
       CASE WHEN is_timed THEN NULL ELSE position END`,
  );
  return reportOf(database, sql);
}

async function assertAsManyTimes(database: Database, sql: string, path: string): Promise<void> {
  const [fault] = await database.rows<{ user: string; items: number; times: number }>(
    `SELECT user_id::VARCHAR AS user, len(items) AS items, len(clicked_ms) AS times FROM (${sql})
     WHERE len(items) <> len(clicked_ms) LIMIT 1`,
  );
  if (fault === undefined) return;
  throw new UserError(
    `${path}: a history of user ${fault.user} has ${fault.items} items and ${fault.times} times; mend the row`,
  );
}

async function reportOf(database: Database, sql: string): Promise<HistoryReport> {
  const [counts] = await database.rows<Record<'clicks' | 'users' | 'uncovered' | 'unkept', number>>(
    `SELECT count(*) FILTER (kept) AS clicks, count(DISTINCT user_id) FILTER (kept) AS users,
       count(*) FILTER (drop_reason IS NULL AND NOT covered) AS uncovered,
       count(*) FILTER (drop_reason IS NULL AND NOT kept) AS unkept
     FROM prior_clicks`,
  );
  const dropped = await database.rows<{ reason: string; clicks: number }>(
    `SELECT drop_reason AS reason, count(*) AS clicks FROM prior_clicks
     WHERE drop_reason IS NOT NULL GROUP BY reason ORDER BY reason`,
  );
  const [{ differ }] = await database.rows<{ differ: number }>(
    `SELECT count(*) AS differ FROM (
       SELECT user_id FROM (${sql}) JOIN first_impressions USING (user_id)
       WHERE time_ms >= first_ms AND time_ms <= (SELECT max(time_ms) FROM events)
       GROUP BY user_id HAVING count(DISTINCT hash(coalesce(items, []))) > 1)`,
  );
  const [again] = await database.rows<{ clicks: number; again: number }>(
    `SELECT count(*) AS clicks, count(*) FILTER (p.item_id IS NOT NULL) AS again
     FROM (SELECT user_id, item_id FROM events WHERE kept AND label = 1
           AND user_id IN (SELECT user_id FROM prior_clicks WHERE kept)) e
     LEFT JOIN (SELECT DISTINCT user_id, item_id FROM prior_clicks WHERE kept) p
       USING (user_id, item_id)`,
  );
  const { clicks, users, uncovered, unkept } = counts;
  if (unkept > 0) dropped.push({ reason: 'of an item without an embedding', clicks: unkept });
  return {
    clicks,
    users,
    without_embedding: uncovered,
    dropped,
    users_with_other_later: differ,
    clicked_again_percent: percentOf(again.again, again.clicks),
  };
}
