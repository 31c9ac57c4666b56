"""Prints a table's columns as PyIceberg reads them, a row a line, values divided by tabs.

usage: pyiceberg_rows.py <table> <columns, by comma> [<snapshot>]
"""

import os
import sys

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
for row in scan.to_arrow().select(columns).to_pylist():
    print("\t".join("" if row[column] is None else str(row[column]) for column in columns))
