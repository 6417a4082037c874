// A graph that runs in TensorFlow.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf, UserError } from '../util/errors.ts';
import { GRAPH_TAG, savedModelBytes } from './graph-file.ts';
import type { GraphNode } from './graph-node.ts';
import { loadedEngine } from './load-engine.ts';
import { tf } from './tf.ts';

/** A graph in TensorFlow, with the values of its variables. */
export interface GraphSession {
  /**
   * Runs what the fetched nodes need, and nothing else.
   *
   * @param feeds tensors of placeholders, by their nodes' names; they stay the caller's
   * @param fetches nodes' names
   * @returns their first outputs, in order; the caller's
   * @throws UserError if TensorFlow finds no memory
   */
  readonly run: (
    feeds: Readonly<Record<string, tf.Tensor>>,
    fetches: readonly string[],
  ) => tf.Tensor[];
  readonly dispose: () => void;
}

/** Of tfjs-node's backend. */
interface GraphBackend {
  readonly loadSavedModelMetaGraph: (folder: string, tags: string) => number;
  readonly runSavedModel: (
    session: number,
    inputs: readonly tf.Tensor[],
    infos: readonly { readonly name: string; readonly dtype: string }[],
    outputs: readonly string[],
  ) => tf.Tensor[];
  readonly deleteSavedModel: (session: number) => void;
}

/**
 * @throws UserError without the native engine
 */
export function openGraph(nodes: readonly GraphNode[]): GraphSession {
  const backend = tf.backend() as unknown as GraphBackend;
  if (loadedEngine()?.kind !== 'native') {
    throw new UserError(
      'CLIP needs the native tensor engine; run sid setup (sid doctor tells more)',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'sid-graph-'));
  let session: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModelBytes(nodes));
    session = backend.loadSavedModelMetaGraph(folder, GRAPH_TAG);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return {
    run(feeds, fetches) {
      const infos = Object.entries(feeds).map(([name, { dtype }]) => ({ name, dtype }));
      try {
        return backend.runSavedModel(session, Object.values(feeds), infos, fetches);
      } catch (error) {
        throw outOfMemory(messageOf(error)) ?? error;
      }
    },
    dispose() {
      backend.deleteSavedModel(session);
    },
  };
}

function outOfMemory(message: string): UserError | undefined {
  const shape = /OOM when allocating tensor with shape(\S+)/.exec(message)?.[1];
  if (shape === undefined) return undefined;
  return new UserError(
    `no memory left for a tensor of ${shape}: TensorFlow may take ` +
      `${process.env.TF_CPU_BFC_MEM_LIMIT_IN_MB} MB here; give it smaller batches or parts`,
  );
}
