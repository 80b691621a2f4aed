"""Reads SQL files with sqlglot and prints, as JSON, each statement and the subqueries in it.

Usage: python find_correlated.py <file> ...
"""

import json
import re
import sys

import sqlglot
from sqlglot import exp, tokens
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError

from read_scopes import Reader


class Vertica(Dialect):
    """The words of Vertica's queries that standard SQL lacks; sqlglot has no dialect of its own for it."""

    class Tokenizer(tokens.Tokenizer):
        BYTE_STRINGS = [("e'", "'"), ("E'", "'")]
        COMMENTS = ["--", ("/*", "*/")]
        KEYWORDS = {
            **tokens.Tokenizer.KEYWORDS,
            "<=>": tokens.TokenType.NULLSAFE_EQ,
            "//": tokens.TokenType.DIV,
            "::!": tokens.TokenType.DCOLON,
        }


def statements(text):
    """Texts between semicolons, each with what stood before its first word."""
    start = 0
    found = []
    words = Vertica().tokenize(text)
    for place, token in enumerate(words):
        is_end = token.token_type == tokens.TokenType.SEMICOLON
        if is_end or place == len(words) - 1:
            end = token.start if is_end else len(text)
            own = [each for each in words if start <= each.start < end and each is not (token if is_end else None)]
            if own:
                found.append((text[start:end], text[start : own[0].start], own))
            start = token.end + 1
    return found


def read(sql, own):
    """What one statement holds; `error` tells why it was not read."""
    if not any(token.token_type == tokens.TokenType.SELECT for token in own):
        return {"holds": "no query", "error": None, "subqueries": [], "doubts": []}
    try:
        parsed = sqlglot.parse(sql, read=Vertica)
    except SqlglotError as error:
        return failed(str(error).split("\n", maxsplit=1)[0])
    if len(parsed) != 1 or parsed[0] is None or isinstance(parsed[0], exp.Command):
        return failed("sqlglot does not know this statement")
    reader = Reader()
    reader.statement(parsed[0])
    selects = sum(token.token_type == tokens.TokenType.SELECT for token in own)
    if len(list(parsed[0].find_all(exp.Select))) != selects:
        return failed(f"{selects} selects are written, sqlglot kept another number")
    found = [each.as_json() for each in reader.found]
    return {"holds": "query", "error": None, "subqueries": found, "doubts": reader.doubts}


def failed(reason):
    return {"holds": "query", "error": reason, "subqueries": [], "doubts": []}


def table_named(own):
    """The name after the first INTO, or else after the first FROM."""
    for word in ("INTO", "FROM"):
        for place, token in enumerate(own):
            if token.text.upper() == word:
                return "".join(each.text for each in own[place + 1 : place + 4])
    return ""


def file_statements(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    section = ""
    found = []
    for number, (sql, before, own) in enumerate(statements(text), start=1):
        comments = re.findall(r"^\s*-- (.*)$", before, flags=re.MULTILINE)
        sections = [line for line in comments if re.match(r"Vault [^:]+: ", line)]
        if sections:
            section = sections[-1].split(": ", maxsplit=1)[1].rstrip(".")
        about = comments[-1] if comments else ""
        # Statements that were recorded have no comments: the table they are about says where they come from.
        place = section or table_named(own)
        found.append({"number": number, "section": place, "about": about, **read(sql, own)})
    return found


def main():
    files = [{"file": path, "statements": file_statements(path)} for path in sys.argv[1:]]
    json.dump(files, sys.stdout)


if __name__ == "__main__":
    main()
