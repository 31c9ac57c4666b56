"""Reads the stream with dlt's REST source, extraction only, and counts: FORM BASE_URL RUNS."""

import resource
import sys
import time

from dlt.sources.rest_api import rest_api_source


def with_fields(record, since="2026-01-01T00:00:00Z"):
    return {**record, "account": "acme", "since": since, "key": "%s-%s" % (record["id"], record["name"])}


def read(form, base_url):
    things = {"name": "things", "endpoint": {"path": "things", "params": {"size": 100}, "data_selector": "data"}}
    if form == "typical":
        things["endpoint"]["params"]["since"] = {
            "type": "incremental", "cursor_path": "updated_at", "initial_value": "2026-01-01T00:00:00Z"}
        things["processing_steps"] = [
            {"filter": lambda record: record["active"] and record["score"] >= 0}, {"map": with_fields}]
    source = rest_api_source({
        "client": {"base_url": base_url, "paginator": {
            "type": "page_number", "base_page": 0, "page_param": "page", "total_path": None, "stop_after_empty_page": True}},
        "resources": [things],
    })
    return sum(1 for _ in source.resources["things"])


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
