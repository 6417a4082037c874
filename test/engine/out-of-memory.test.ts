import { expect, test, vi } from 'vitest';
import { openGraph } from '../../src/engine/graph-session.ts';
import { Graph } from '../../src/graph/graph.ts';
import { clearVariables } from '../../src/graph/session-variables.ts';
import { variable, variableSet } from '../../src/graph/variables.ts';
import { UserError } from '../../src/util/errors.ts';

// TensorFlow reads it once, when it is loaded: no other test may stand in this file.
vi.hoisted(() => (process.env.TF_CPU_BFC_MEM_LIMIT_IN_MB = '16'));

test('a tensor for which there is no memory is told with the limit and a remedy', () => {
  const graph = new Graph();
  const small = variableSet(graph, 'small', [variable(graph, 'a', [1 << 10])]);
  const large = variableSet(graph, 'large', [variable(graph, 'b', [5, 1 << 20])]);
  const session = openGraph(graph.nodes);
  clearVariables(session, small);
  // TensorFlow waits 10 s for memory to be freed.
  expect(() => clearVariables(session, large)).toThrow(
    new UserError(
      'no memory left for a tensor of [5,1048576]: TensorFlow may take 16 MB here; give it smaller batches or parts',
    ),
  );
  clearVariables(session, small);
  session.dispose();
});
