"""Prints a table's columns as DuckDB reads them, a row a line, values divided by tabs, nested ones as JSON.

usage: duckdb_rows.py <metadata file> <columns, by comma> [<snapshot>]
"""

import importlib
import json
import os
import pathlib
import sys
from urllib.parse import urlparse

import duckdb

metadata, columns = sys.argv[1], sys.argv[2].split(",")
snapshot = f", snapshot_from_id = {int(sys.argv[3])}" if len(sys.argv) > 3 else ""

connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
for name in ("avro", "httpfs", "iceberg"):
    folder = pathlib.Path(importlib.import_module(f"duckdb_extension_{name}").__file__).parent
    (file,) = folder.glob(f"extensions/*/{name}.duckdb_extension")
    connection.execute(f"load '{file}'")

endpoint = urlparse(os.environ["S3_ENDPOINT"])


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


connection.execute(
    "create secret (type s3, url_style 'path', use_ssl false,"
    f" key_id {quoted(os.environ['S3_ID'])}, secret {quoted(os.environ['S3_SECRET'])},"
    f" region {quoted(os.environ['S3_REGION'])}, endpoint {quoted(endpoint.netloc)})"
)
table = f"iceberg_scan({quoted(metadata)}{snapshot})"
types = {name: kind for name, kind, *_ in connection.execute(f"describe select * from {table}").fetchall()}


def selected(column):
    nested = types[column].startswith(("STRUCT", "MAP")) or types[column].endswith("[]")
    return column if nested else f"cast({column} as varchar)"


def text(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


rows = connection.execute(f"select {', '.join(selected(column) for column in columns)} from {table}")
for row in rows.fetchall():
    print("\t".join(text(value) for value in row))
