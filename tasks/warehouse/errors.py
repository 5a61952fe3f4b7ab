"""What can go wrong at the warehouse door, each with one line that a person can act on."""


class WarehouseError(Exception):
    """The warehouse could not do what was asked; its text is the whole message."""


class WarehouseBusy(WarehouseError):
    """Another process holds the warehouse."""


class BatchRefused(WarehouseError):
    """A batch's own rows cannot be stored; the warehouse is well, and another batch may be."""


class QueryError(WarehouseError):
    """A query was refused or is wrong."""
