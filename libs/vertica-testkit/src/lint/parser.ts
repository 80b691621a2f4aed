import { literalText, nameText } from './literal-text.ts';
import type { Finding, LintRule } from './lint-rule.ts';
import type { LintOptions } from './lint-options.ts';
import type { Leaf, NodeKind, SyntaxNode } from './syntax-node.ts';
import type { Token } from './token.ts';
import { isTrivia, tokenize } from './tokenize.ts';

/** Ends the reading of a statement that matches no form. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(readonly finding: Finding) {
    super(finding.message);
  }
}

/** A place in the token list and the node under construction; the grammar is written as functions over it. */
export class Parser {
  readonly findings: Finding[] = [];
  /** Names of common tables in sight, folded, innermost last. */
  readonly commonTables: Set<string>[] = [];
  parameters = 0;
  readonly #leaves: Leaf[] = [];
  readonly #length: number;
  #position = 0;
  #open: SyntaxNode[] = [{ kind: 'statement', children: [] }];

  constructor(
    sql: string,
    readonly options: LintOptions,
  ) {
    this.#length = sql.length;
    let leading = '';
    for (const token of tokenize(sql)) {
      if (isTrivia(token)) {
        leading += token.text;
        continue;
      }
      this.#leaves.push({ token, leading });
      leading = '';
    }
  }

  get root(): SyntaxNode {
    return this.#open[0] as SyntaxNode;
  }

  get atEnd(): boolean {
    return this.#position >= this.#leaves.length;
  }

  /** The token `ahead` places on. */
  peek(ahead = 0): Token | null {
    return this.#leaves[this.#position + ahead]?.token ?? null;
  }

  /** True when these words or symbols come next. */
  is(...texts: readonly string[]): boolean {
    return texts.every((text, index) => {
      const token = this.peek(index);
      return (
        token !== null &&
        (token.kind === 'word' || token.kind === 'symbol') &&
        token.text.toLowerCase() === text
      );
    });
  }

  /** Takes these words or symbols when they come next. */
  accept(...texts: readonly string[]): boolean {
    if (!this.is(...texts)) return false;
    for (const _ of texts) this.take();
    return true;
  }

  expect(...texts: readonly string[]): void {
    for (const text of texts) if (!this.accept(text)) this.refuse('shape', `${text} expected here`);
  }

  expectKind(...kinds: readonly Token['kind'][]): Token {
    const token = this.peek();
    if (token === null || !kinds.includes(token.kind))
      this.refuse('shape', `${kinds.join(' or ')} expected here`);
    return this.take();
  }

  /** Moves the next token into the open node. */
  take(): Token {
    const leaf = this.#leaves[this.#position];
    if (leaf === undefined) this.refuse('shape', 'the statement ends too early');
    this.#position += 1;
    this.#top.children.push(leaf);
    if (leaf.token.kind === 'parameter') this.parameters += 1;
    return leaf.token;
  }

  /** Reads a node of its own. */
  node(kind: NodeKind, read: () => void): SyntaxNode {
    const node: SyntaxNode = { kind, children: [] };
    this.#top.children.push(node);
    this.#open.push(node);
    read();
    this.#open.pop();
    return node;
  }

  /** Place to hand to {@link wrap}. */
  mark(): number {
    return this.#top.children.length;
  }

  /** Puts what was read since the mark, and what `read` adds, into one node. */
  wrap(mark: number, kind: NodeKind, read: () => void): SyntaxNode {
    const node: SyntaxNode = { kind, children: this.#top.children.splice(mark) };
    this.#top.children.push(node);
    this.#open.push(node);
    read();
    this.#open.pop();
    return node;
  }

  /** Reads items with commas between them. */
  list(read: () => void): void {
    do read();
    while (this.accept(','));
  }

  bracketed(read: () => void): void {
    this.expect('(');
    read();
    this.expect(')');
  }

  literal(): string {
    const token = this.expectKind('string', 'escapeString');
    const text = literalText(token);
    if (text === null) this.report('string-escape', token.text, token);
    return text ?? '';
  }

  /** Reads a name and checks its quoting and length. */
  identifier(): string {
    const token = this.expectKind('quoted', 'word');
    const name = nameText(token);
    if (token.kind === 'word') this.report('unquoted-name', name, token);
    if (new TextEncoder().encode(name).length > 128) this.report('identifier-length', name, token);
    return name;
  }

  /** Records a reason that does not stop the reading. */
  report(rule: LintRule, found: string, token: Token | null = this.peek()): void {
    if (this.options.allow?.includes(rule)) return;
    this.findings.push({ rule, offset: token?.offset ?? this.#length, message: found });
  }

  /** Records a reason after which the rest cannot be read. */
  refuse(rule: LintRule, found: string, token: Token | null = this.peek()): never {
    throw new Refusal({ rule, offset: token?.offset ?? this.#length, message: found });
  }

  get #top(): SyntaxNode {
    return this.#open.at(-1) as SyntaxNode;
  }
}
