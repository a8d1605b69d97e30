-- What is open by bucket, from the receivables lines of a ledger journal alone: each invoice's total, of several instalments the last ones.
WITH lines AS (SELECT *, coalesce(debit_minor, 0) - coalesce(credit_minor, 0) AS minor FROM read_parquet($journal) WHERE account_code = '1200'),
  whole AS (SELECT currency, invoice_id, arg_min(due_on, entry) AS due_on, max(customer_id) AS customer_id, sum(minor) AS total FROM lines GROUP BY ALL),
  parts AS (SELECT invoice_id, due_on, sum(minor) AS part FROM lines WHERE kind = 'invoice' GROUP BY ALL),
  later AS (SELECT *, count(*) OVER each AS parts, sum(part) OVER (each ORDER BY due_on DESC) - part AS after FROM parts WINDOW each AS (PARTITION BY invoice_id)),
  items AS (SELECT currency, customer_id, coalesce(l.due_on, w.due_on) AS due, CASE WHEN parts > 1 THEN greatest(0, least(part, total - after)) ELSE total END AS minor
    FROM whole w LEFT JOIN later l ON l.invoice_id = w.invoice_id),
  aged AS (SELECT *, least(5, ceil(greatest(0, date_diff('day', due, $day::DATE)) / 30))::INT AS bucket FROM items)
SELECT currency, customer_id, bucket, sum(minor)::BIGINT AS minor FROM aged GROUP BY ALL HAVING sum(minor) <> 0 ORDER BY ALL
