// An article as the mean of its entities' vectors (MIND).
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import type { EventSource } from './event-source.ts';
import { inputsOf } from './source-file.ts';
import type { SourceFile } from './source-file.ts';
import { openTsvFile } from './tsv-file.ts';

/** In no line. */
const NO_DELIMITER = '\u001f';

/**
 * Embeddings of articles by the entities that their titles and abstracts name: the mean of the published vectors
 * (TransE), each entity once. An article that names none with a vector has no embedding.
 *
 * @param articles news.tsv, as `openMindNews` loads it
 * @param entities entity_embedding.vec of each part
 * @throws UserError naming file and line where a vector is of another width
 */
export async function loadEntityMeans(
  database: Database,
  articles: SourceFile,
  entities: readonly string[],
): Promise<Pick<EventSource, 'embeddingsSql' | 'embeddingsPath' | 'inputs' | 'notes'>> {
  const vectors = await openTsvFile(database, 'mind_vectors', entities, ['line'], NO_DELIMITER);
  await loadVectors(database, vectors);
  // Sums in the order of the ids, so that the same files give the same bits.
  await database.run(
    `CREATE TABLE mind_means AS
     SELECT news_id, row, list_transform(list_reduce(list(vector ORDER BY id),
         lambda a, b: list_transform(list_zip(a, b), lambda each: each[1] + each[2])),
       lambda sum: (sum / count(*))::FLOAT) AS embedding
     FROM (SELECT news_id, row,
             unnest(list_distinct(regexp_extract_all(named, '"WikidataId": *"([^"]+)"', 1))) AS id
           FROM (SELECT news_id, min(row) AS row, arg_min(named, row) AS named
                 FROM (SELECT news_id, row_number() OVER () AS row,
                         concat_ws(' ', title_entities, abstract_entities) AS named FROM mind_news)
                 GROUP BY news_id))
     JOIN entity_vectors USING (id) GROUP BY news_id, row`,
  );
  return {
    embeddingsSql: 'SELECT news_id AS item_id, embedding, row FROM mind_means',
    embeddingsPath: articles.path,
    inputs: inputsOf('entities', vectors),
    notes: {
      embeddingsFrom:
        'mean of the published vectors (TransE) of the entities that title and abstract name',
    },
  };
}

/** Q42306013, then floats, each after a tab; the lines end in one too. */
async function loadVectors(database: Database, { path }: SourceFile): Promise<void> {
  await database.run(
    `CREATE TABLE entity_lines AS
     SELECT row, parts[1] AS id, try_cast(parts[2:] AS DOUBLE[]) AS vector
     FROM (SELECT row_number() OVER () AS row, string_split(trim(line, chr(9)), chr(9)) AS parts
           FROM mind_vectors)`,
  );
  const [fault] = await database.rows<{ row: number; id: string; width: number; bad: number }>(
    `SELECT row, id, len(vector) AS width, (SELECT arg_min(len(vector), row) FROM entity_lines) AS wanted,
       len(list_filter(vector, lambda x: NOT coalesce(isfinite(x), false))) AS bad
     FROM entity_lines WHERE width <> wanted OR bad > 0 ORDER BY row LIMIT 1`,
  );
  if (fault !== undefined) {
    const what = fault.bad > 0 ? 'holds what is no number' : `has ${fault.width} floats`;
    throw new UserError(
      `${path}, line ${fault.row}: the vector of ${fault.id} ${what}; get the file again`,
    );
  }
  await database.run(
    `CREATE TABLE entity_vectors AS
     SELECT id, arg_min(vector, row) AS vector FROM entity_lines GROUP BY id`,
  );
}
