"""Cases of an independent client against the test server; prints one JSON line per case."""
import datetime
import decimal
import io
import json
import sys

import vertica_python

host, port, user, password = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]


def connect(**more):
    options = dict(
        host=host, port=port, user=user, password=password, database="test",
        tlsmode="disable", connection_timeout=20,
    )
    options.update(more)
    return vertica_python.connect(**options)


CASES = []


def case(name, unsupported=None):
    """Registers a case; `unsupported` says why the server is known not to do it."""
    def register(work):
        CASES.append((name, unsupported, work))
        return work
    return register


def same(found, expected):
    if found != expected:
        raise AssertionError("expected %r, found %r" % (expected, found))


COPY = (
    "copy \"py\".\"c\" (\"a\", \"b\") from {source} delimiter E'\\001' record terminator E'\\002' "
    "no escape null as E'\\003' enforcelength {errors} no commit"
)


def copy(cursor, errors, text):
    rows = io.BytesIO(text.encode())
    cursor.execute(COPY.format(source="local stdin", errors=errors), copy_stdin=rows)
    return cursor.fetchall()


def table(cursor, columns):
    cursor.execute('create schema if not exists "py"')
    cursor.execute('drop table if exists "py"."c"')
    cursor.execute('create table "py"."c" (%s)' % columns)


@case("values of every type arrive as Python's own")
def _():
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute(
            "select 9223372036854775807 as \"i\", cast('1.50' as numeric(9,2)) as \"n\", 'ж' as \"v\", true as \"f\", "
            "cast('2020-01-02 03:04:05.5' as timestamp) as \"t\", date '2020-02-29' as \"d\", "
            "hex_to_binary('00ff5c41') as \"x\", null as \"z\""
        )
        same(cursor.fetchone(), [
            9223372036854775807, decimal.Decimal("1.50"), "ж", True,
            datetime.datetime(2020, 1, 2, 3, 4, 5, 500000), datetime.date(2020, 2, 29), b"\x00\xff\\A", None,
        ])
        same([column.name for column in cursor.description], ["i", "n", "v", "f", "t", "d", "x", "z"])


@case("fetchmany and iteration give every row once")
def _():
    with connect() as connection, connection.cursor() as cursor:
        table(cursor, '"a" int')
        for value in range(25):
            cursor.execute('insert into "py"."c" ("a") values (%d)' % value)
        cursor.execute('select "a" from "py"."c" order by "a" asc')
        same([row[0] for row in cursor.fetchmany(10)], list(range(10)))
        same([row[0] for row in cursor.iterate()], list(range(10, 25)))


@case("a transaction rolls back, and commits")
def _():
    with connect() as connection, connection.cursor() as cursor:
        table(cursor, '"a" int')
        cursor.execute('insert into "py"."c" ("a") values (1)')
        connection.rollback()
        cursor.execute('insert into "py"."c" ("a") values (2)')
        connection.commit()
        with connect() as other, other.cursor() as seen:
            same(seen.execute('select "a" from "py"."c"').fetchall(), [[2]])


@case("a lost connection discards its transaction")
def _():
    connection = connect()
    cursor = connection.cursor()
    table(cursor, '"a" int')
    cursor.execute('insert into "py"."c" ("a") values (1)')
    connection.close()
    with connect() as other, other.cursor() as seen:
        same(seen.execute('select count(*) as "n" from "py"."c"').fetchall(), [[0]])


@case("autocommit commits every statement")
def _():
    with connect(autocommit=True) as connection, connection.cursor() as cursor:
        table(cursor, '"a" int')
        cursor.execute('insert into "py"."c" ("a") values (1)')
        with connect() as other, other.cursor() as seen:
            same(seen.execute('select count(*) as "n" from "py"."c"').fetchall(), [[1]])


@case("prepared statements run again and again")
def _():
    with connect() as connection, connection.cursor() as cursor:
        table(cursor, '"a" int, "b" varchar(40)')
        for value in range(3):
            cursor.execute(
                'insert into "py"."c" ("a", "b") values (?, ?)', [value, "x" * value], use_prepared_statements=True)
        cursor.execute('select "b" from "py"."c" where "a" = ?', [2], use_prepared_statements=True)
        same(cursor.fetchall(), [["xx"]])


@case("an error has its SQLSTATE, and the session goes on")
def _():
    with connect() as connection, connection.cursor() as cursor:
        try:
            cursor.execute('select "a" from "py"."no such table"')
        except vertica_python.errors.QueryError as error:
            if not error.sqlstate:
                raise AssertionError("no SQLSTATE")
        else:
            raise AssertionError("no error")
        connection.rollback()
        same(cursor.execute('select 1 as "one"').fetchall(), [[1]])


@case("an error of a prepared statement leaves the session in step")
def _():
    with connect() as connection, connection.cursor() as cursor:
        try:
            cursor.execute('select cast(cast(? as varchar(9)) as int) as "a"', ["x"], use_prepared_statements=True)
            cursor.fetchall()
        except vertica_python.errors.Error:
            pass
        else:
            raise AssertionError("no error")
        connection.rollback()
        same(cursor.execute('select 1 as "one"').fetchall(), [[1]])


@case("COPY FROM STDIN loads text, empty text and NULL")
def _():
    with connect() as connection, connection.cursor() as cursor:
        table(cursor, '"a" varchar(40), "b" varchar(40)')
        copy(cursor, "abort on error", "x\x01y\n\"z\x02\x01\x03\x02")
        cursor.execute('select "a", "b" from "py"."c" order by "a" asc')
        same(cursor.fetchall(), [["", None], ["x", 'y\n"z']])


@case("COPY of a large stream arrives whole")
def _():
    with connect() as connection, connection.cursor() as cursor:
        table(cursor, '"a" varchar(40), "b" varchar(400)')
        rows = "".join("%d\x01%s\x02" % (row, "ж" * 100) for row in range(5000))
        copy(cursor, "abort on error", rows)
        cursor.execute('select count(*) as "n", sum(octet_length("b")) as "o" from "py"."c"')
        same(cursor.fetchall(), [[5000, 1000000]])


@case("COPY that aborts leaves no row, and the session goes on")
def _():
    with connect() as connection, connection.cursor() as cursor:
        table(cursor, '"a" varchar(2), "b" varchar(2)')
        try:
            copy(cursor, "abort on error", "a\x01b\x02aaaa\x01b\x02")
        except vertica_python.errors.Error:
            pass
        else:
            raise AssertionError("no error")
        connection.rollback()
        same(cursor.execute('select count(*) as "n" from "py"."c"').fetchall(), [[0]])


@case("COPY leaves rejected rows out")
def _():
    with connect() as connection, connection.cursor() as cursor:
        table(cursor, '"a" varchar(2), "b" varchar(2)')
        same(copy(cursor, "returnrejected", "a\x01b\x02aaaa\x01b\x02c\x01d\x02"), [[2]])
        same(cursor.execute('select "a" from "py"."c" order by "a" asc').fetchall(), [["a"], ["c"]])


@case("COPY FROM STDIN without LOCAL", "the lint knows the LOCAL form only")
def _():
    with connect() as connection, connection.cursor() as cursor:
        table(cursor, '"a" varchar(40), "b" varchar(40)')
        cursor.copy(COPY.format(source="stdin", errors="abort on error"), "x\x01y\x02")


@case("several statements in one text", "the server takes one statement per text")
def _():
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute('select 1 as "a"; select 2 as "b"')
        same(cursor.fetchall(), [[1]])
        cursor.nextset()
        same(cursor.fetchall(), [[2]])


@case("executemany", "the client writes a COPY of its own, which the lint does not know")
def _():
    with connect() as connection, connection.cursor() as cursor:
        table(cursor, '"a" int, "b" varchar(9)')
        cursor.executemany('insert into "py"."c" ("a", "b") values (%s, %s)', [(1, "x"), (2, "y")])


@case("load balancing is asked for and declined")
def _():
    with connect(connection_load_balance=True) as connection, connection.cursor() as cursor:
        same(cursor.execute('select 1 as "one"').fetchall(), [[1]])


@case("a wrong password is refused")
def _():
    try:
        connect(password="another").close()
    except vertica_python.errors.Error:
        return
    raise AssertionError("connected")


for name, unsupported, work in CASES:
    detail = ""
    try:
        work()
        ok = True
    except Exception as error:  # every failure is a result here
        ok = False
        detail = unsupported or "%s: %s" % (type(error).__name__, str(error).split("\n")[0][:200])
    print(json.dumps({"name": name, "ok": ok, "detail": detail, "unsupported": unsupported is not None}), flush=True)
