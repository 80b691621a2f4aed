import ts from 'typescript';
import { isSourceFile, lineOf, walkNodes } from '../parse-source.ts';
import type { HouseRule, ProjectFile, RuleBreak } from './house-rule.ts';

/** Work that is left goes to the issue tracker, not into a comment. */
export const unfinishedRule: HouseRule = {
  name: 'no-unfinished-mark',
  appliesTo: (path) => isSourceFile(path) || /\.(md|ya?ml)$/.test(path) || path.startsWith('.ci/'),
  findBreaks: (file) => {
    const mark = /\b(?:TODO|FIXME)\b/;
    if (!mark.test(file.text)) return [];
    const found = isSourceFile(file.path) ? commentLines(file) : textLines(file);
    return found
      .filter(({ text }) => mark.test(text))
      .map(({ line }) => ({ line, message: 'finish it, or write an issue' }));
  },
};

/** The compiler is never silenced; an expected error of a type test says what it expects. */
export const silencedCompilerRule: HouseRule = {
  name: 'no-silenced-compiler',
  appliesTo: isSourceFile,
  findBreaks: (file) => {
    const silencer = /@ts-(?:ignore|nocheck)|@ts-expect-error(?![\s:]+\w)/;
    if (!silencer.test(file.text)) return [];
    return commentLines(file)
      .filter(({ text }) => silencer.test(text))
      .map(({ line }) => ({ line, message: 'mend the type; @ts-expect-error needs a reason behind it' }));
  },
};

/** `as any` and `<any>` switch the compiler off for everything that follows. */
export const anyCastRule: HouseRule = {
  name: 'no-any-cast',
  appliesTo: isSourceFile,
  findBreaks: (file) => {
    const breaks: RuleBreak[] = [];
    if (!/\bany\b/.test(file.text)) return breaks;
    walkNodes(file.tree(), (node) => {
      const isCast = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
      if (isCast && node.type.kind === ts.SyntaxKind.AnyKeyword) {
        breaks.push({ line: lineOf(node), message: 'a cast to any; narrow the value instead' });
      }
    });
    return breaks;
  },
};

interface TextLine {
  readonly line: number;
  readonly text: string;
}

function textLines({ text }: ProjectFile): TextLine[] {
  return text.split('\n').map((line, index) => ({ line: index + 1, text: line }));
}

/** Lines of comments only, so that a word inside a string does not count. */
function commentLines(file: ProjectFile): TextLine[] {
  const tree = file.tree();
  const starts = new Set<number>();
  const lines: TextLine[] = [];
  const visit = (node: ts.Node): void => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(file.text, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of ranges) {
      if (starts.has(pos)) continue;
      starts.add(pos);
      const first = tree.getLineAndCharacterOfPosition(pos).line + 1;
      const comment = file.text.slice(pos, end).split('\n');
      lines.push(...comment.map((text, index) => ({ line: first + index, text })));
    }
    node.getChildren(tree).forEach(visit);
  };
  visit(tree);
  return lines;
}
