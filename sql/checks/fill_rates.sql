-- A field that a source's latest runs fill far less than its earlier ones did: has its layout changed?
-- severity: warn

select source, unnest(fallen_fields) as field
from source_health;
