{{ config(materialized='view') }}
select customer, count(*) as orders, max(ordered_on) as last_order
from {{ ref('orders') }}
group by customer
