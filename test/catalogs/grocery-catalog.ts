// The photos of ../shared/data/grocery as a catalog: a row a photo, with the words of its class.
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { VARCHAR } from '@duckdb/node-api';
import { openDatabase } from '../../src/data/duckdb.ts';
import { sqlText } from '../../src/data/queries/sql-text.ts';
import { writeFileWhole } from '../../src/util/atomic-output.ts';

/** A kind of grocery, from classes.csv. */
interface GroceryClass {
  readonly name: string;
  readonly coarse: string;
  /** Of its picture in a shop's catalog, from the folder of the data. */
  readonly catalogPicture: string;
  readonly description: string;
}

/** The lists of photos, and so the values of the column `split`; the shop's own pictures have "catalog" there. */
const SPLITS = ['train', 'val', 'test'] as const;

const COLUMNS = ['item_id', 'picture', 'title', 'product_type', 'description', 'split'] as const;
type Row = readonly [id: string, picture: string, ...others: string[]];

/**
 * Writes a Parquet catalog for `sid train-clip --held-out-by split`. All photos of a class have one text, so groups by
 * text are the classes.
 *
 * @param folder of the data
 * @param path of the catalog; its pictures are paths from there
 * @returns how many rows it has
 */
export async function writeGroceryCatalog(folder: string, path: string): Promise<number> {
  const classes = readClasses(folder);
  const rowOf = (id: string, photo: string, number: number, split: string): Row => {
    const { name, coarse, description } = classes[number];
    const picture = relative(resolve(dirname(path)), resolve(folder, photo));
    return [id, picture, inWords(name), inWords(coarse), description, split];
  };
  const rows = SPLITS.flatMap((split) =>
    readLines(join(folder, `${split}.txt`)).map((line) => {
      const [photo, number] = line.split(',').map((cell) => cell.trim());
      return rowOf(photo, photo, Number(number), split);
    }),
  );
  classes.forEach(({ name, catalogPicture }, number) =>
    rows.push(rowOf(`catalog/${name}`, catalogPicture, number, 'catalog')),
  );
  await writeParquet(rows, path);
  return rows.length;
}

/** By class number. */
function readClasses(folder: string): GroceryClass[] {
  const [, ...lines] = readLines(join(folder, 'classes.csv'));
  const classes: GroceryClass[] = [];
  for (const line of lines) {
    const [name, number, coarse, , picture, description] = line.split(',');
    classes[Number(number)] = {
      ...{ name, coarse, catalogPicture: picture.replace(/^\//, '') },
      description: readFileSync(join(folder, description), 'utf8').trim(),
    };
  }
  return classes;
}

function readLines(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

/** "Golden-Delicious" -> "Golden Delicious" */
function inWords(name: string): string {
  return name.replaceAll('-', ' ');
}

async function writeParquet(rows: readonly Row[], path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const database = await openDatabase({ folder: `${path}.work`, memoryMb: 128 });
  try {
    await database.run(
      `CREATE TABLE rows (${COLUMNS.map((name) => `${name} VARCHAR`).join(', ')})`,
    );
    const columns = COLUMNS.map((_, i) => rows.map((row) => row[i]));
    await database.append(
      'rows',
      COLUMNS.map(() => VARCHAR),
      columns,
    );
    await writeFileWhole(path, (temporaryPath) =>
      database.run(`COPY rows TO ${sqlText(temporaryPath)} (FORMAT parquet)`),
    );
  } finally {
    database.close();
  }
}
