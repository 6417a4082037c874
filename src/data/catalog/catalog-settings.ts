// The catalog that a command reads.
import { file } from '../../schema/kinds.ts';
import { severalOf } from '../../schema/list-kinds.ts';
import { defineSettings } from '../../schema/settings.ts';

export const CATALOG_SETTINGS = defineSettings({
  items: {
    kind: severalOf(file, 'files'),
    required: true,
    says: 'catalog: Parquet, CSV, JSON lines or Arrow, one row an item',
  },
  columns: {
    kind: file,
    default: null,
    otherwise: 'by usual names',
    says: 'JSON file that says which columns are id, picture, type, title, description, attributes',
  },
});
