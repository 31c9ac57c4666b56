"""Reads the stream with the Python CDK and counts: BASE_URL RUNS."""

import resource
import sys
import time

import yaml
from airbyte_cdk.models import ConfiguredAirbyteCatalog, ConfiguredAirbyteCatalogSerializer, Type
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource


def read(base_url):
    with open("bench/connector/manifest.yaml") as manifest:
        definition = yaml.safe_load(manifest)
    config = {"base_url": base_url}
    catalog = ConfiguredAirbyteCatalogSerializer.load({"streams": [{
        "stream": {"name": "things", "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
        "sync_mode": "full_refresh", "destination_sync_mode": "append"}]})
    source = ConcurrentDeclarativeSource(catalog=catalog, config=config, state=None, source_config=definition)
    return sum(1 for message in source.read(source.logger if hasattr(source, "logger") else __import__("logging").getLogger("bench"), config, catalog, None)
               if message.type == Type.RECORD)


def main():
    start = 0.0
    for _ in range(int(sys.argv[2])):
        begun = time.monotonic()
        records = read(sys.argv[1])
        cpu = time.process_time()
        print("%d %.3f %.3f" % (records, time.monotonic() - begun, cpu - start))
        start = cpu
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


main()
