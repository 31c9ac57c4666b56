"""Reads the stream with the Python CDK and counts: FORM BASE_URL RUNS, where the form is a manifest of bench/connector."""

import resource
import sys
import time

import yaml
from airbyte_cdk.models import ConfiguredAirbyteCatalog, ConfiguredAirbyteCatalogSerializer, Type
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource


def read(form, base_url):
    with open("bench/connector/%s.yaml" % form) as manifest:
        definition = yaml.safe_load(manifest)
    config = {"base_url": base_url, "start": "2026-01-01T00:00:00Z", "end": "2026-02-01T00:00:00Z", "account": "acme"}
    mode = "incremental" if form == "typical" else "full_refresh"
    catalog = ConfiguredAirbyteCatalogSerializer.load({"streams": [{
        "stream": {"name": "things", "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"]},
        "sync_mode": mode, "destination_sync_mode": "append"}]})
    source = ConcurrentDeclarativeSource(catalog=catalog, config=config, state=None, source_config=definition)
    return sum(1 for message in source.read(source.logger if hasattr(source, "logger") else __import__("logging").getLogger("bench"), config, catalog, None)
               if message.type == Type.RECORD)


def main():
    start = 0.0
    for _ in range(int(sys.argv[3])):
        begun = time.monotonic()
        records = read(sys.argv[1], sys.argv[2])
        cpu = time.process_time()
        print("%d %.3f %.3f" % (records, time.monotonic() - begun, cpu - start))
        start = cpu
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


main()
