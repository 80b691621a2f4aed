"""Which columns of a query belong to an outer query, and where and how each is compared.

Reads sqlglot's syntax tree. A block is one SELECT; a subquery is a query in an expression, as opposed to one in FROM or
WITH. A reference is correlated when the block that owns its relation lies outside the innermost subquery around it.
"""

from sqlglot import exp

# Classes of subqueries that matter without a correlation too.
ANYWHERE = {"in-on", "outside-where"}
COMPARISONS = (exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.Like, exp.ILike)


class Subquery:
    """A query in an expression: its form, the place it stands at, and what is said against it."""

    def __init__(self, form, place, text):
        self.form = form
        self.place = place
        self.text = text
        self.correlated = 0
        self.classes = set()

    def as_json(self):
        """Classes that speak of correlation are left out of a subquery that has none."""
        classes = self.classes if self.correlated else self.classes & ANYWHERE
        return {
            "form": self.form,
            "place": self.place,
            "text": self.text,
            "correlated": self.correlated,
            "classes": sorted(classes),
        }


class Block:
    """One SELECT: names of its relations, the subquery it is the top of (or None), and its place in that one."""

    def __init__(self, select, subquery):
        self.select = select
        self.subquery = subquery
        self.names = set()


class Reader:
    """Collects the subqueries of one statement in `found` and what could not be placed in `doubts`."""

    def __init__(self):
        self.found = []
        self.doubts = []

    def statement(self, root):
        """Reads whatever queries a statement holds."""
        if isinstance(root, exp.Query):
            return self.query(root, [], None)
        if isinstance(root, (exp.Update, exp.Delete)):
            return self.change(root)
        inner = root.args.get("expression")
        if isinstance(inner, exp.Query):
            if isinstance(root.args.get("with_"), exp.With):
                self.common_tables(root, [])
            return self.query(inner, [], None)
        if root.find(exp.Select) is not None:
            self.doubts.append(f"a query in {type(root).__name__}")
        return None

    def change(self, root):
        block = Block(root, None)
        block.names = {table.alias_or_name.lower() for table in [root.this] if table is not None}
        where = root.args.get("where")
        if where is not None:
            self.expression(where.this, [block], "where")
        for assignment in root.args.get("expressions") or []:
            self.expression(assignment, [block], "set")

    def common_tables(self, node, outer):
        with_clause = node.args.get("with_")
        for table in with_clause.expressions if with_clause is not None else []:
            self.query(table.this, outer, None)

    def query(self, node, outer, subquery):
        """Reads a query; `subquery` is the expression that it is the whole of."""
        while isinstance(node, exp.Subquery):
            if node.args.get("limit") or node.args.get("order"):
                self.mark(subquery, "closing")
            node = node.this
        self.common_tables(node, within(subquery, outer))
        if isinstance(node, exp.SetOperation):
            self.mark(subquery, "closing")
            for side in (node.this, node.expression):
                self.query(side, outer, subquery)
            return None
        if not isinstance(node, exp.Select):
            self.doubts.append(f"a query that is a {type(node).__name__}")
            return None
        return self.select(node, outer, subquery)

    def mark(self, subquery, name):
        if subquery is not None:
            subquery.classes.add(name)

    def select(self, node, outer, subquery):
        block = Block(node, subquery)
        blocks = [block, *outer]
        if node.args.get("limit") or node.args.get("offset") or node.args.get("distinct"):
            self.mark(subquery, "closing")
        if subquery is not None and node.args.get("group"):
            self.mark(subquery, "aggregate")
        sources = [node.args["from_"].this] if node.args.get("from_") else []
        joins = node.args.get("joins") or []
        for source in [*sources, *(join.this for join in joins)]:
            self.relation(source, block, within(subquery, outer))
        for join in joins:
            if join.args.get("on") is not None:
                self.expression(join.args["on"], blocks, "on")
        for item in node.expressions:
            self.expression(item, blocks, "select")
        for clause in ("where", "having"):
            if node.args.get(clause) is not None:
                self.expression(node.args[clause].this, blocks, clause)
        for clause in ("group", "order"):
            if node.args.get(clause) is not None:
                for item in node.args[clause].expressions:
                    self.expression(item, blocks, clause)

    def relation(self, source, block, outer):
        block.names.add(source.alias_or_name.lower())
        if isinstance(source, exp.Subquery):
            self.query(source, outer, None)
        elif not isinstance(source, exp.Table):
            self.doubts.append(f"a relation that is a {type(source).__name__}")

    def expression(self, node, blocks, place, above=()):
        """Walks an expression; `above` are its ancestors in the same clause, the nearest last."""
        form, inner = query_in(node)
        if inner is not None:
            self.subquery(node, form, inner, blocks, place, above)
        if isinstance(node, exp.Column):
            self.column(node, blocks, place, above)
        for child in children(node, inner):
            self.expression(child, blocks, place, (*above, node))

    def subquery(self, node, form, inner, blocks, place, above):
        if above and isinstance(above[-1], exp.Not) and form in ("in", "exists"):
            form = f"not {form}"
        if any(isinstance(each, exp.Case) for each in above):
            place = f"case in {place}"
        found = Subquery(form, place, node.sql()[:160])
        self.found.append(found)
        if place == "on" or place.endswith(" on"):
            found.classes.add("in-on")
        elif form not in ("scalar", "any", "all") and not is_filter(place, above):
            found.classes.add("outside-where")
        if any(isinstance(each, exp.Or) for each in above):
            found.classes.add("under-or")
        if form == "scalar" and place not in ("where", "having", "on") and not is_one_aggregate(inner):
            found.classes.add("selected")
        if is_aggregating(inner):
            found.classes.add("aggregate")
        if form != "scalar":
            self.mark(blocks[0].subquery, "holding")
        self.query(inner, blocks, found)

    def column(self, node, blocks, place, above):
        name = node.table.lower()
        if name == "":
            if not blocks[0].names:
                self.doubts.append(f"whose column is {node.sql()}")
            return
        crossed = []
        for depth, block in enumerate(blocks):
            if name in block.names:
                if crossed:
                    self.correlated(node, blocks[0], crossed, depth, place, above)
                return
            if block.subquery is not None:
                crossed.append(block.subquery)
        self.doubts.append(f"whose relation is {node.sql()}")

    def correlated(self, node, block, crossed, depth, place, above):
        innermost = crossed[0]
        for each in crossed:
            each.correlated += 1
        if len(crossed) > 1:
            return innermost.classes.add("levels")
        if block.subquery is not innermost or depth != 1:
            return innermost.classes.add("nested")
        if innermost.form not in ("exists", "not exists", "scalar"):
            innermost.classes.add("in-list")
        return innermost.classes.update(comparison(node, block, place, above))


def is_filter(place, above):
    connectives = (exp.And, exp.Or, exp.Not, exp.Paren)
    return place in ("where", "having") and all(isinstance(each, connectives) for each in above)


def within(subquery, outer):
    """What a query in FROM or WITH sees: no relation beside it, yet it lies inside the subquery."""
    return outer if subquery is None else [Block(None, subquery), *outer]


def query_in(node):
    """Form and query of a subquery expression, or two Nones."""
    if isinstance(node, exp.Exists):
        return "exists", node.this
    if isinstance(node, exp.In) and node.args.get("query") is not None:
        return "in", node.args["query"]
    if isinstance(node, (exp.Any, exp.All)) and isinstance(node.this, exp.Query):
        return type(node).__name__.lower(), node.this
    if isinstance(node, (exp.Subquery, exp.Select)):
        return "scalar", node
    return None, None


def children(node, inner):
    return [child for child in node.iter_expressions() if child is not inner] if inner is not node else []


def bare(node):
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def comparison(node, block, place, above):
    """The classes of one correlated column that stands directly in the block of its subquery."""
    if any(isinstance(each, (exp.AggFunc, exp.Window)) for each in above):
        return {"aggregate"}
    if place != "where":
        return {"elsewhere"}
    chain = [each for each in above if not isinstance(each, exp.Paren)]
    while chain and isinstance(chain[0], exp.And):
        chain.pop(0)
    if is_plain_equality(node, block, chain):
        return {"equality"}
    named = {
        "or": (exp.Or, exp.Case),
        "null-safe": exp.NullSafeEQ,
        "inequality": COMPARISONS,
    }
    return {name for name, kinds in named.items() if any(isinstance(each, kinds) for each in chain)} or {"expression"}


def is_plain_equality(node, block, chain):
    if len(chain) != 1 or not isinstance(chain[0], exp.EQ):
        return False
    sides = [bare(chain[0].this), bare(chain[0].expression)]
    other = sides[1] if sides[0] is node else sides[0]
    return isinstance(other, exp.Column) and other.table.lower() in {"", *block.names}


def first_select(query):
    while isinstance(query, (exp.Subquery, exp.SetOperation)):
        query = query.this
    return query


def is_aggregating(query):
    select = first_select(query)
    return any(
        not isinstance(call.parent, exp.Window) and call.find_ancestor(exp.Select) is select
        for item in select.expressions
        for call in item.find_all(exp.AggFunc)
    )


def is_one_aggregate(query):
    return is_aggregating(query) and first_select(query).args.get("group") is None
