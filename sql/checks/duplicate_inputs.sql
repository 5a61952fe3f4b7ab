-- Each input stands in the ledger once.
-- severity: fail

select input_id
from store.inputs
group by input_id
having count(*) > 1;
