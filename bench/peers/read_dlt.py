"""Reads the stream with dlt's REST source, extraction only, and counts: BASE_URL RUNS."""

import resource
import sys
import time

from dlt.sources.rest_api import rest_api_source


def read(base_url):
    source = rest_api_source({
        "client": {"base_url": base_url, "paginator": {
            "type": "page_number", "base_page": 0, "page_param": "page", "total_path": None, "stop_after_empty_page": True}},
        "resources": [{"name": "things", "endpoint": {"path": "things", "params": {"size": 100}, "data_selector": "data"}}],
    })
    return sum(1 for _ in source.resources["things"])


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
