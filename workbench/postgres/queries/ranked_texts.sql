-- Texts in the order of the database's own collation.
select v as text from unnest(%(texts)s::text[]) as v group by v order by v
