import ts from 'typescript';

const sourceFile = /\.[cm]?[jt]sx?$/;

/** True for a file that holds TypeScript or JavaScript. */
export function isSourceFile(path: string): boolean {
  return sourceFile.test(path);
}

/** The syntax tree of one file; nothing is resolved or type-checked. */
export function parseSource(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
}

/** Calls `visit` for every node of a file, parents first. */
export function walkNodes(source: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, step);
  };
  step(source);
}

/** The line on which a node starts; 1 = the first. */
export function lineOf(node: ts.Node): number {
  const source = node.getSourceFile();
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
