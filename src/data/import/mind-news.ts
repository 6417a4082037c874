// news.tsv of MIND.
import type { Database } from '../duckdb.ts';
import type { CategorySource } from './event-source.ts';
import type { SourceFile } from './source-file.ts';
import { openTsvFile } from './tsv-file.ts';

const NEWS_COLUMNS = [
  'news_id',
  'category',
  'subcategory',
  'title',
  'abstract',
  'url',
  'title_entities',
  'abstract_entities',
] as const;

const CATEGORIES = ['category', 'subcategory'] as const;

/** The articles as the table `mind_news`; one stands in each part that shows it. @param news news.tsv of each part */
export function openMindNews(database: Database, news: readonly string[]): Promise<SourceFile> {
  return openTsvFile(database, 'mind_news', news, NEWS_COLUMNS);
}

/** Category and subcategory of each article, as the first part has them. */
export function newsCategories({ path, relation }: SourceFile): CategorySource {
  const firsts = CATEGORIES.map((name, i) => `arg_min(${name}, row) AS c${i}`).join(', ');
  return {
    names: CATEGORIES,
    path,
    sql:
      `SELECT news_id AS item_id, min(row) AS row, ${firsts} ` +
      `FROM (SELECT *, row_number() OVER () AS row FROM ${relation}) GROUP BY news_id`,
  };
}
