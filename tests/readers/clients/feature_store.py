"""The field's public feature-store client, its ingest and its online reads, pointed at a gateway.

usage: feature_store.py GATEWAY; tokens in PRODUCER and CONSUMER. Prints one line per check, fails at the first that is wrong.
"""

import datetime
import os
import sys

from snowflake.ml._internal.exceptions import exceptions
from snowflake.ml.feature_store import online_service
from snowflake.snowpark.types import StringType

GATEWAY = sys.argv[1]
SESSION = None  # its account is asked for nothing but endpoints and tokens, which are given here


def send(source, records, token="PRODUCER"):
    os.environ["SNOWFLAKE_PAT"] = os.environ[token]
    return online_service.stream_ingest_records(SESSION, GATEWAY, source, records)


def read(sessions, **options):
    os.environ["SNOWFLAKE_PAT"] = os.environ["CONSUMER"]
    rows, _ = online_service.read_postgres_online_features(
        SESSION,
        GATEWAY,
        "last_page",
        "v1",
        ["session_id"],
        [[session] for session in sessions],
        options.get("features"),
        join_key_field_types={"session_id": StringType()},
    )
    return rows


def event(session, page, minute=0):
    time = datetime.datetime(2024, 1, 15, 10, minute, tzinfo=datetime.timezone.utc)
    return {"timestamp": time, "session_id": session, "page": page, "duration_ms": 3200}


def equal(what, actual, expected):
    if actual != expected:
        sys.exit(f"{what}: {actual!r} (expected: {expected!r})")
    print("ok", what)


def refused(what, words, call):
    try:
        answer = call()
    except exceptions.SnowflakeMLException as refusal:
        if words not in str(refusal):
            sys.exit(f"{what}: {refusal} (expected: … {words} …)")
        print("ok", what)
    else:
        sys.exit(f"{what}: {answer!r} (expected: a refusal)")


equal("records are accepted", send("page_events", [event("s1", "/a"), event("s2", "/b")]), 2)
equal("a source is found without regard to case", send("PAGE_EVENTS", [event("s3", "/c")]), 1)
equal("a quick start's time is accepted", send("page_events", [event("s4", "/d") | {"timestamp": "2026-04-20 10:00:00"}]), 1)
equal("a null is accepted", send("page_events", [event("s5", None)]), 1)

rows = read(["s1", "s2", "nobody"])
equal("features are read", [row["page"] for row in rows], ["/a", "/b", None])
equal("keys come back", [row["session_id"] for row in rows], ["s1", "s2", "nobody"])
equal("types survive", rows[0]["duration_ms"], 3200)
equal("some features are read", set(read(["s1"], features=["page"])[0]), {"session_id", "page"})
equal("more than ten are read", len(read([f"s{i}" for i in range(25)])), 25)

send("page_events", [event("s1", "/later", minute=5)])
send("page_events", [event("s1", "/earlier", minute=2)])
equal("the newest wins", read(["s1"])[0]["page"], "/later")

refused("a wrong type", "expected integer", lambda: send("page_events", [event("s1", "/a") | {"duration_ms": "long"}]))
refused("an unknown source", "Unknown stream source", lambda: send("nope", [event("s1", "/a")]))
refused("eleven records", "at most 10", lambda: send("page_events", [event("s1", "/a")] * 11))
os.environ["NOBODY"] = "ingest_pat_nobody"
refused("an unknown token", "", lambda: send("page_events", [event("s1", "/a")], token="NOBODY"))
refused("a consumer that ingests", "", lambda: send("page_events", [event("s1", "/a")], token="CONSUMER"))
