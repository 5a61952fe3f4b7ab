-- Every row has the words that its offsets say.
-- severity: fail
-- cost: warehouse

select * from span_check;
