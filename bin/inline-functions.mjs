// For the AssemblyScript compiler: compiles a function whose doc comment ends in @inline into its callers. The compiler's
// own mark is a decorator, and decorators on functions are no TypeScript: nothing else could read the kernels.
import { Node, NodeKind } from 'assemblyscript';
import { Transform } from 'assemblyscript/transform';

const TAG_IN_COMMENT = /^\s*(?:\/\*\*|\*).*@inline\b/gm;
const DOC_COMMENT_BEFORE = /\/\*\*(?:(?!\*\/).)*@inline\s*\*\/\s*(?:export\s+)?$/s;

// The compiler asks for a default export here.
export default class InlineFunctions extends Transform {
  /** @throws Error naming a file with a tag that marks no function */
  afterParse({ sources }) {
    for (const source of sources) {
      if (source.isLibrary) continue;
      const marked = source.statements.filter(
        ({ kind, range }) =>
          kind === NodeKind.FunctionDeclaration &&
          DOC_COMMENT_BEFORE.test(source.text.slice(0, range.start)),
      );
      if (marked.length !== (source.text.match(TAG_IN_COMMENT) ?? []).length) {
        throw new Error(
          `${source.normalizedPath}: @inline belongs at the end of a function's doc comment`,
        );
      }
      for (const each of marked) {
        const name = Node.createIdentifierExpression('inline', each.range);
        each.decorators = [Node.createDecorator(name, null, each.range)];
      }
    }
  }
}
