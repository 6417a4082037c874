// Arrow files, whole or not at all.
import { writeFileWhole } from '../util/atomic-output.ts';
import { createArrowFileWriter } from './arrow-writer.ts';
import type { ArrowFileWriter } from './arrow-writer.ts';

/**
 * Writes an Arrow IPC file that has its name only when whole.
 *
 * @param fill writes the record batches; the footer is written after it
 */
export async function writeArrowFile(
  path: string,
  fill: (file: ArrowFileWriter) => Promise<void>,
): Promise<void> {
  await writeFileWhole(path, async (temporaryPath) => {
    const file = await createArrowFileWriter(temporaryPath);
    try {
      await fill(file);
      await file.close();
    } catch (error) {
      await file.abort();
      throw error;
    }
  });
}
