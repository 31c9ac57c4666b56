"""Prints a table's columns as PyIceberg reads them, a row a line, values divided by tabs, nested ones as JSON.

usage: pyiceberg_rows.py <table> <columns, by comma> [<snapshot>]
"""

import json
import os
import sys

import pyarrow
from pyiceberg.catalog.sql import SqlCatalog

table, columns = sys.argv[1], sys.argv[2].split(",")
snapshot = int(sys.argv[3]) if len(sys.argv) > 3 else None

catalog = SqlCatalog(
    os.environ["CATALOG"],
    **{
        "uri": os.environ["DATABASE"],
        "warehouse": os.environ["WAREHOUSE"],
        "init_catalog_tables": "false",
        "py-io-impl": "pyiceberg.io.pyarrow.PyArrowFileIO",
        "s3.endpoint": os.environ["S3_ENDPOINT"],
        "s3.region": os.environ["S3_REGION"],
        "s3.access-key-id": os.environ["S3_ID"],
        "s3.secret-access-key": os.environ["S3_SECRET"],
        "s3.force-virtual-addressing": "false",
    },
)
scan = catalog.load_table(table).scan(selected_fields=tuple(columns), snapshot_id=snapshot)
found = scan.to_arrow().select(columns)


def text(column, value):
    if value is None:
        return ""
    kind = found.schema.field(column).type
    if pyarrow.types.is_map(kind):
        value = dict(value)
    return json.dumps(value, ensure_ascii=False) if pyarrow.types.is_nested(kind) else str(value)


for row in found.to_pylist():
    print("\t".join(text(column, row[column]) for column in columns))
