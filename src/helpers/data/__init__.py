"""Which data does the collection hold, and may they be trusted? Committed ones are loaded and checked, others fetched.

The only module that touches files and the only one that touches the network; it analyses nothing.
"""

from helpers.data.fetching import external, fetch
from helpers.data.places import DataError, root
from helpers.data.sample_check import check_sample
from helpers.data.schemas import COMMITTED, FETCHED, MINORS, Column, Table
from helpers.data.tables import load, table_names

__all__ = [
    "COMMITTED",
    "FETCHED",
    "MINORS",
    "Column",
    "DataError",
    "Table",
    "check_sample",
    "external",
    "fetch",
    "load",
    "root",
    "table_names",
]
