-- Each statement names the classes that its subqueries must be given; nothing else is measured unless they are.

-- expects: equality
select "a"."x" from "a" where exists (select 1 from "b" where "b"."x" = "a"."x" and ("a"."y") = "b"."y" and "b"."z" = ?);

-- expects: nothing
select "a"."x" from "a" where "a"."x" in (select "b"."x" from "b" where "b"."z" > 1 limit 3) or not exists (select 1 from "c");

-- expects: inequality
select "a"."x" from "a" where exists (select 1 from "b" where "b"."x" < "a"."x");

-- expects: inequality
select "a"."x" from "a" where exists (select 1 from "b" where "a"."x" between "b"."x" and "b"."y");

-- expects: or
select "a"."x" from "a" where exists (select 1 from "b" where "b"."x" = "a"."x" or "b"."y" = "a"."y");

-- expects: equality, null-safe
select "a"."x" from "a" where not exists (select 1 from "b" where "b"."x" = "a"."x" and "b"."y" <=> "a"."y");

-- expects: expression
select "a"."x" from "a" where exists (select 1 from "b" where "b"."x" = "a"."x" + 1 and "a"."y" = ?);

-- expects: expression
select "a"."x" from "a" where exists (select 1 from "b" where not ("b"."x" = "a"."x"));

-- expects: equality, aggregate
select "a"."x" from "a" where "a"."y" = (select max("b"."y") from "b" where "b"."x" = "a"."x");

-- expects: elsewhere
select "a"."x" from "a" where exists (select "a"."x" from "b" join "c" on "c"."x" = "a"."x");

-- expects: nested
select "a"."x" from "a" where exists (select 1 from (select "b"."x" from "b" where "b"."x" = "a"."x") as "b");

-- expects: equality, levels, holding
select "a"."x" from "a" where exists (select 1 from "b" where exists (select 1 from "c" where "c"."x" = "b"."x" and "c"."y" = "a"."y"));

-- expects: equality, in-list
select "a"."x" from "a" where "a"."y" in (select "b"."y" from "b" where "b"."x" = "a"."x");

-- expects: equality, under-or
select "a"."x" from "a" where "a"."y" = 1 or exists (select 1 from "b" where "b"."x" = "a"."x");

-- expects: equality, closing
select "a"."x" from "a" where exists (select 1 from "b" where "b"."x" = "a"."x" union all select 1 from "c" where "c"."x" = "a"."x");

-- expects: equality, holding
select "a"."x" from "a" where exists (select 1 from "b" where "b"."x" = "a"."x" and "b"."y" in (select "c"."y" from "c"));

-- expects: equality, selected
select (select "b"."y" from "b" where "b"."x" = "a"."x") as "y" from "a";

-- expects: equality, outside-where
insert into "s"."t" ("x") with "w" as (select 1 as "x") select case when exists (select 1 from "b" where "b"."x" = "w"."x") then 1 end from "w";

-- expects: outside-where
select "a"."x" from "a" where ("a"."x" in (select "b"."x" from "b")) is null;

-- expects: equality, expression
select "a"."x" from "a" where exists (select 1 from "b" where "b"."x" = "a"."x" and coalesce("b"."y" = "a"."y", false));

-- expects: in-on
select "a"."x" from "a" left join "b" on "b"."x" = (select max("c"."x") from "c");

-- expects: equality
delete from "s"."a" where exists (select 1 from "b" where "b"."x" = "a"."x");
