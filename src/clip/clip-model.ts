// A CLIP out of a folder as on Hugging Face's hub: config.json, model.safetensors.
import { join } from 'node:path';
import { openGraph } from '../engine/graph-session.ts';
import { useThreads } from '../engine/load-engine.ts';
import { tf } from '../engine/tf.ts';
import { Graph } from '../graph/graph.ts';
import { createParameters, valuesInGraph, writeParameters } from './graph-parameters.ts';
import { MODALITIES } from './graph-encoders.ts';
import type { Modality } from './graph-encoders.ts';
import { readEncoders } from './read-encoders.ts';
import type { FolderEncoders } from './read-encoders.ts';

/** a CLIP in memory, with the encoders that were asked for. */
export interface ClipModel {
  /** D */
  readonly width: number;
  readonly pictureSize: number;
  readonly tokens: FolderEncoders['tokens'];
  /** Files that decide its numbers. */
  readonly paths: readonly string[];
  /** @param pixels channel by channel, row by row @returns D floats for each picture, not normalized */
  readonly embedPictures: (pixels: Float32Array, numPictures: number) => Float32Array;
  /** @param texts token ids with the end token @returns D floats for each text, not normalized */
  readonly embedTexts: (texts: readonly (readonly number[])[]) => Float32Array;
}

/** What is wanted of a CLIP. */
export interface ClipOptions {
  readonly encoders: readonly Modality[];
  /** Of the tensor engine: another number sums in another order. */
  readonly threads: number;
}

/** @throws UserError if the folder lacks a file, or holds another kind of model */
export function openClip(folder: string, { encoders, threads }: ClipOptions): ClipModel {
  useThreads(threads);
  const read = readEncoders(folder);
  const { pictureSize, tokens } = read;
  const stored = read.openWeights();
  const graph = new Graph();
  const asked = MODALITIES.filter((name) => encoders.includes(name)).map((name) => read[name]);
  const parameters = createParameters(
    graph,
    asked.flatMap((encoder) => encoder.parameters),
  );
  const outputs = new Map(
    asked.map((encoder) => {
      const layers = { graph, weights: parameters.weights() };
      return [
        encoder.name,
        encoder.embed(layers, encoder.inputs(graph, encoder.name)).name,
      ] as const;
    }),
  );
  const session = openGraph(graph.nodes);
  writeParameters(session, parameters, (each) => valuesInGraph(stored, each));
  const embed = (name: Modality, feeds: Readonly<Record<string, tf.Tensor>>) => {
    const output = outputs.get(name);
    if (output === undefined) throw new Error(`the encoder of the ${name} was not asked for`);
    const named = Object.entries(feeds).map(([key, tensor]) => [`${name}/${key}`, tensor] as const);
    const [embeddings] = session.run(Object.fromEntries(named), [output]);
    const values = Float32Array.from(embeddings.dataSync<'float32'>());
    tf.dispose([embeddings, ...Object.values(feeds)]);
    return values;
  };
  return {
    ...{ width: read.text.width, pictureSize, tokens },
    paths: [join(folder, 'config.json'), ...stored.paths],
    embedPictures(pixels, numPictures) {
      const numRows = fullBatch(numPictures);
      const padded = new Float32Array((numRows / numPictures) * pixels.length);
      padded.set(pixels);
      const shape: [number, number, number, number] = [numRows, 3, pictureSize, pictureSize];
      const rows = embed('picture', { pixels: tf.tensor4d(padded, shape) });
      return rows.slice(0, numPictures * read.picture.width);
    },
    embedTexts(texts) {
      const last = texts[texts.length - 1];
      const numAdded = fullBatch(texts.length) - texts.length;
      const padded = [...texts, ...Array.from({ length: numAdded }, () => last)];
      return embed('text', read.text.feeds(padded)).slice(0, texts.length * read.text.width);
    },
  };
}

/**
 * TensorFlow takes e^x of 16 values at a time, and of what is left over at the end of a tensor in another way, with other last digits.
 * With four times some heads there are no leftovers: an item's vector does not depend on its place in the batch.
 */
function fullBatch(size: number): number {
  return 4 * Math.ceil(size / 4);
}
