-- Every row has the words that its offsets say.
-- severity: fail

select * from span_check;
