"""Prints a table's columns as DuckDB reads them, a row a line, values divided by tabs.

usage: duckdb_rows.py <metadata file> <columns, by comma> [<snapshot>]
"""

import importlib
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
texts = ", ".join(f"cast({column} as varchar)" for column in columns)
rows = connection.execute(f"select {texts} from iceberg_scan({quoted(metadata)}{snapshot})")
for row in rows.fetchall():
    print("\t".join("" if value is None else value for value in row))
