// A graph as a SavedModel, the file from which tfjs-node makes a session.
import { createRequire } from 'node:module';
import { DATA_TYPES } from './graph-node.ts';
import type { Attribute, ConstantTensor, GraphNode, GraphShape } from './graph-node.ts';

/** A message of tfjs-node's protocol buffers: setters by name, and the bytes. */
interface Message {
  readonly [setter: `set${string}`]: (value: unknown) => void;
  readonly [adder: `add${string}`]: (value: unknown) => void;
  readonly getAttrMap: () => { set: (key: string, value: Message) => void };
  readonly serializeBinary: () => Uint8Array;
}
type MessageType = new () => Message;
type Protocol = Readonly<Record<string, MessageType>> & {
  readonly TensorShape: MessageType & { readonly Dim: MessageType };
  readonly MetaGraphDef: MessageType & { readonly MetaInfoDef: MessageType };
};

/** By this tag the graph is found in the file. */
export const GRAPH_TAG = 'serve';
/** Of the graph's format: TensorFlow 2's. */
const PRODUCER = 1882;

const require = createRequire(import.meta.url);

/** @returns the bytes of saved_model.pb */
export function savedModelBytes(nodes: readonly GraphNode[]): Uint8Array {
  const protocol = require('@tensorflow/tfjs-node/dist/proto/api_pb.js') as Protocol;
  const graph = new protocol.GraphDef();
  graph.setNodeList(nodes.map((node) => nodeMessage(protocol, node)));
  const versions = new protocol.VersionDef();
  versions.setProducer(PRODUCER);
  graph.setVersions(versions);
  const info = new protocol.MetaGraphDef.MetaInfoDef();
  info.setTagsList([GRAPH_TAG]);
  const meta = new protocol.MetaGraphDef();
  meta.setMetaInfoDef(info);
  meta.setGraphDef(graph);
  const model = new protocol.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.setMetaGraphsList([meta]);
  return model.serializeBinary();
}

function nodeMessage(protocol: Protocol, { name, op, inputs, attributes }: GraphNode): Message {
  const message = new protocol.NodeDef();
  message.setName(name);
  message.setOp(op);
  message.setInputList([...inputs]);
  for (const [key, value] of Object.entries(attributes)) {
    message.getAttrMap().set(key, attributeMessage(protocol, value));
  }
  return message;
}

function attributeMessage(protocol: Protocol, attribute: Attribute): Message {
  const message = new protocol.AttrValue();
  if ('type' in attribute) message.setType(DATA_TYPES[attribute.type]);
  else if ('int' in attribute) message.setI(attribute.int);
  else if ('float' in attribute) message.setF(attribute.float);
  else if ('bool' in attribute) message.setB(attribute.bool);
  else if ('text' in attribute) message.setS(Buffer.from(attribute.text).toString('base64'));
  else if ('shape' in attribute) message.setShape(shapeMessage(protocol, attribute.shape));
  else message.setTensor(tensorMessage(protocol, attribute.tensor));
  return message;
}

function shapeMessage(protocol: Protocol, shape: GraphShape): Message {
  const message = new protocol.TensorShape();
  message.setDimList(
    shape.map((size) => {
      const dim = new protocol.TensorShape.Dim();
      dim.setSize(size ?? -1);
      return dim;
    }),
  );
  return message;
}

function tensorMessage(protocol: Protocol, { type, shape, values }: ConstantTensor): Message {
  const message = new protocol.Tensor();
  message.setDtype(DATA_TYPES[type]);
  message.setTensorShape(shapeMessage(protocol, shape));
  message.setTensorContent(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return message;
}
