{{ config(materialized='table') }}
select 1 as order_id, 'Ann' as customer, date '2020-01-01' as ordered_on
union all
select 2, 'Bob', date '2020-01-02'
union all
select 3, 'Ann', date '2020-01-03'
