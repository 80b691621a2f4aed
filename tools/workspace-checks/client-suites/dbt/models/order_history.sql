{{ config(materialized='incremental', incremental_strategy='append') }}
select order_id, customer
from {{ ref('orders') }}
{% if is_incremental() %}
where order_id not in (select order_id from {{ this }})
{% endif %}
