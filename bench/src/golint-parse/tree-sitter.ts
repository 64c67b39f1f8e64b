/** The alternative: tree-sitter-go compiled to WebAssembly. */
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

export interface TreeSitter {
  parse(text: string): void;
  parseAndWalk(text: string): number;
  hasError(text: string): boolean;
}

/** Loads the grammar as its package ships it. */
export const loadTreeSitter = async (): Promise<TreeSitter> => {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(createRequire(import.meta.url).resolve('tree-sitter-go/tree-sitter-go.wasm')),
  );
  const parsed = (text: string) => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error('tree-sitter gave no tree');
    return tree;
  };
  return {
    parse: (text) => parsed(text).delete(),
    parseAndWalk(text) {
      const tree = parsed(text);
      const cursor = tree.walk();
      let nodes = 0;
      let climbed = false;
      for (;;) {
        if (!climbed) nodes += cursor.nodeTypeId > 0 ? 1 : 0;
        if (!climbed && cursor.gotoFirstChild()) continue;
        climbed = !cursor.gotoNextSibling();
        if (climbed && !cursor.gotoParent()) break;
      }
      cursor.delete();
      tree.delete();
      return nodes;
    },
    hasError(text) {
      const tree = parsed(text);
      const { hasError } = tree.rootNode;
      tree.delete();
      return hasError;
    },
  };
};
