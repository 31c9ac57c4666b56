"""Lets the field's own runtime say what a conformance case expects.

usage: expect.py FILE...            write `expect` and `origin` into the case files
       expect.py --check [FILE...]  compare the cases whose origin is the oracle (all by default)
       expect.py --show FILE...     print what happened, messages included

The format of the cases: src/test/resources/conformance/README.md. Not part of the build.
"""

import base64
import copy
import gzip
import io
import json
import logging
import os
import re
import signal
import sys
import threading
import time
import traceback
import zipfile
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import freezegun
import yaml
from airbyte_cdk.models import SyncMode
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource
from airbyte_cdk.test.catalog_builder import CatalogBuilder
from airbyte_cdk.test.state_builder import StateBuilder
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ORIGIN = "cdk 7.28.4"
CASES = Path(__file__).parents[1] / "test" / "resources" / "conformance"
CONNECTORS = Path(__file__).parents[4] / "connectors"
NOW = "2026-03-01T12:00:00Z"
REAL_SLEEP = time.sleep
SECONDS_MAX = 60


class Loader(yaml.SafeLoader):
    """YAML 1.1, but a date is text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def pairs(text):
    found = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in sorted(found.items())}


def texts(mapping):
    return {k: [str(each) for each in v] if isinstance(v, list) else str(v) for k, v in mapping.items()}


class Request:
    def __init__(self, handler):
        parts = urlsplit(handler.path)
        self.method = handler.command
        self.path = unquote(parts.path)
        self.query = pairs(parts.query)
        self.headers = {k.lower(): v for k, v in handler.headers.items()}
        self.body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode()

    def kind(self):
        content = self.headers.get("content-type", "").lower()
        if content.startswith("application/x-www-form-urlencoded"):
            return "form"
        return "json" if content.startswith("application/json") else "text"

    def content(self):
        if self.kind() == "form":
            return pairs(self.body)
        return json.loads(self.body) if self.kind() == "json" else self.body

    def line(self):
        query = [f"{k}={each}" for k, v in self.query.items() for each in (v if isinstance(v, list) else [v])]
        return f"{self.method} {self.path}" + ("?" + "&".join(query) if query else "")

    def summary(self, observed):
        summary = {"request": self.line()}
        if self.body:
            summary[self.kind()] = self.content()
        headers = {n: self.headers[n.lower()] for n in observed if n.lower() in self.headers}
        if headers:
            summary["headers"] = headers
        return summary if len(summary) > 1 else self.line()


def new_rsa_key():
    """A private key in PEM with escaped line ends, for between double quotes."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    text = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return text.decode().replace("\n", "\\n")


class Exchange:
    def __init__(self, given):
        request = given["request"]
        if isinstance(request, str):
            method, _, target = request.partition(" ")
            path, mark, query = target.partition("?")
            request = {"method": method, "path": path}
            if mark:
                request["query"] = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        self.request = request
        self.response = given.get("response", {})
        times = given.get("times", 1)
        self.left = sys.maxsize if times == "any" else int(times)

    def matches(self, request):
        wanted = self.request
        return (
            wanted.get("method", "GET") == request.method
            and wanted["path"] == request.path
            and ("query" not in wanted or texts(wanted["query"]) == request.query)
            and all(request.headers.get(k.lower()) == str(v) for k, v in wanted.get("headers", {}).items())
            and ("form" not in wanted or request.kind() == "form" and texts(wanted["form"]) == request.content())
            and ("json" not in wanted or request.kind() == "json" and wanted["json"] == request.content())
            and ("text" not in wanted or wanted["text"] == request.body)
        )

    def answer(self):
        given = self.response
        headers = {"Content-Type": "application/json"} if "json" in given or "generated" in given else {}
        headers.update({k: str(v) for k, v in given.get("headers", {}).items()})
        return given.get("status", 200), headers, body(given)


def body(given):
    if "base64" in given:
        return base64.b64decode(given["base64"])
    if "gzip" in given:
        return gzip.compress(given["gzip"].encode())
    if "zip" in given:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, text in given["zip"].items():
                archive.writestr(name, text)
        return out.getvalue()
    if "generated" in given:
        plan = given["generated"]
        first = plan.get("from", 1)
        items = [numbered(plan["item"], n) for n in range(first, first + plan["count"])]
        return json.dumps({plan["under"]: items}).encode()
    return json.dumps(given["json"]).encode() if "json" in given else given.get("text", "").encode()


def numbered(template, n):
    if isinstance(template, dict):
        return {k: numbered(v, n) for k, v in template.items()}
    if template == "$n":
        return n
    return template.replace("$n", str(n)) if isinstance(template, str) else template


class Api(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        self.lock = threading.Lock()
        self.exchanges, self.received, self.unexpected = [], [], []
        super().__init__(("127.0.0.1", 0), Handler)

    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, request):
        with self.lock:
            self.received.append(request)
            for exchange in self.exchanges:
                if exchange.left > 0 and exchange.matches(request):
                    exchange.left -= 1
                    return exchange.answer()
            self.unexpected.append(request.line() + (" with " + request.body if request.body else ""))
            return 400, {}, b""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        status, headers, content = self.server.answer(Request(self))
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0" if status == 204 else str(len(content)))
        self.end_headers()
        if status != 204 and self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any

    def log_message(self, *args):
        pass


class Waits:
    """Takes the place of time.sleep: waits of the runtime move the frozen clock, those of its machinery are short."""

    def __init__(self, frozen):
        self.frozen = frozen
        self.seconds = []
        self.lock = threading.Lock()

    def __call__(self, seconds):
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller.endswith("partition_enqueuer"):
            REAL_SLEEP(0.001)
            return
        if seconds == 0:
            return
        with self.lock:
            if seconds > 0:
                self.seconds.append(round(float(seconds), 3))
                self.frozen.tick(seconds)


def plain(value):
    """As JSON has it."""
    return json.loads(json.dumps(value), parse_constant=lambda name: None)


class Run:
    def __init__(self, text):
        self.api = Api()
        threading.Thread(target=self.api.serve_forever, daemon=True).start()
        base = self.api.url()
        self.base, self.other = base, base.replace("127.0.0.1", "localhost")
        if "${rsa-key}" in text:
            text = text.replace("${rsa-key}", new_rsa_key())
        self.case = yaml.load(text.replace("${base}", self.base).replace("${other}", self.other), Loader)
        self.api.exchanges = [Exchange(each) for each in self.case.get("exchanges", [])]
        self.messages = []

    def manifest(self):
        if "connector" in self.case:
            manifest = (CONNECTORS / (self.case["connector"] + ".yaml")).read_text()
        else:
            manifest = self.case["manifest"]
        manifest = copy.deepcopy(yaml.load(manifest, Loader) if isinstance(manifest, str) else manifest)
        manifest.pop("compatibility", None)
        manifest.setdefault("type", "DeclarativeSource")
        manifest.setdefault("version", "7.28.4")
        streams = [s.get("name") for s in manifest.get("streams", []) if isinstance(s, dict)]
        manifest.setdefault("check", {"type": "CheckStream", "stream_names": streams[:1]})
        manifest.setdefault("spec", {"type": "Spec", "connection_specification": {"type": "object"}})
        manifest.setdefault("concurrency_level", {"type": "ConcurrencyLevel", "default_concurrency": 1})
        return manifest

    def expect(self):
        config = dict(self.case.get("config") or {})
        config.setdefault("base", self.api.url())
        states = StateBuilder()
        for stream, state in (self.case.get("state") or {}).items():
            states.with_stream_state(stream, state)
        now = str(self.case.get("now", NOW)).replace("Z", "")
        with freezegun.freeze_time(now, ignore=["http.server", "socketserver"]) as frozen:
            waits = Waits(frozen)
            time.sleep = waits
            try:
                expect = self.operate(config, states.build())
            finally:
                time.sleep = REAL_SLEEP
        if "refused" not in expect:
            expect["requests"] = [r.summary(self.case.get("observe", [])) for r in self.api.received]
            expect["waits"] = waits.seconds
        return self.without_addresses(expect)

    def operate(self, config, states):
        logger = logging.getLogger("airbyte")
        try:
            make = lambda catalog: ConcurrentDeclarativeSource(
                catalog=catalog, config=config, state=states, source_config=self.manifest()
            )
            if self.case.get("operation") == "check":
                return self.check(make(None), config, logger)
            names = self.case.get("read") or [s.name for s in make(None).streams(config)]
        except Exception as refused:
            self.messages.append(repr(refused))
            return {"refused": {}}
        return self.read(make, names, config)

    def check(self, source, config, logger):
        result = source.check(logger, config)
        self.messages.append(str(result.message))
        return {"check": "succeeded" if result.status.value == "SUCCEEDED" else {}}

    def read(self, make, names, config):
        expect = {"records": {}, "state": {}, "failed": {}}
        for name in names:
            records, state, failed = self.stream(make, name, config)
            self.messages += failed
            if failed:
                expect["failed"][name] = {}
                continue
            expect["records"][name] = records
            if state and "__ab_no_cursor_state_message" not in state:
                expect["state"][name] = state
        return {key: value for key, value in expect.items() if value or key == "records" and not expect["failed"]}

    def stream(self, make, name, config):
        """Records as the stream gives them: the writer of messages would drop top-level nulls."""
        catalog = CatalogBuilder().with_stream(name, SyncMode.incremental).build()
        if "JsonSchemaPropertySelector" in json.dumps(self.manifest()):
            stream = next(each for each in make(None).streams(config) if each.name == name)
            catalog.streams[0].stream.json_schema = stream.get_json_schema()
        records, state, failed = [], None, []
        try:
            for message in make(catalog).read(logging.getLogger("airbyte"), config, catalog, self.states(name)):
                if message.record:
                    records.append(plain(message.record.data))
                elif message.state:
                    state = plain(message.state.stream.stream_state.__dict__)
                elif message.trace and message.trace.error:
                    failed.append(message.trace.error.internal_message or message.trace.error.message)
        except Exception as error:
            failed.append(str(error))
        return records, state, failed

    def states(self, name):
        state = (self.case.get("state") or {}).get(name)
        return StateBuilder().with_stream_state(name, state).build() if state else None

    def without_addresses(self, value):
        text = json.dumps(value).replace(self.base, "${base}").replace(self.other, "${other}")
        return json.loads(text)


def ask(path):
    """Runs in a process of its own: the runtime keeps threads and registries."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            run = Run(path.read_text())
            result = {"expect": run.expect(), "unexpected": run.api.unexpected, "messages": run.messages}
        except BaseException:
            result = {"broken": traceback.format_exc()}
        with os.fdopen(into, "w") as stream:
            json.dump(result, stream)
        os._exit(0)
    os.close(into)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(SECONDS_MAX)
    with os.fdopen(out) as stream:
        text = stream.read()
    signal.alarm(0)
    os.waitpid(child, 0)
    result = json.loads(text) if text else {"broken": f"no answer within {SECONDS_MAX} s"}
    if "broken" in result:
        print(f"{path}: the oracle did not answer\n{result['broken']}")
    return result


def expectation(case, found):
    """What was found, with what only the author of a case can say."""
    before = case.get("expect") or {}
    expect = found["expect"]
    for part in ("refused", "check"):
        if part in expect and isinstance(before.get(part), dict) and isinstance(expect[part], dict):
            expect[part] = before[part]
    for stream in expect.get("failed", {}):
        expect["failed"][stream] = (before.get("failed") or {}).get(stream, {})
    for stream, count in (before.get("counts") or {}).items():
        expect.setdefault("counts", {})[stream] = len(expect["records"].pop(stream, []))
    if isinstance(before.get("requests"), int):
        expect["requests"] = len(expect["requests"])
    if "waits" in expect and isinstance(before.get("waits"), list):
        expect["waits"] = within(before["waits"], expect["waits"])
    if before.get("anyOrder"):
        expect["anyOrder"] = True
    return {key: value for key, value in expect.items() if value != {} or key in ("check", "refused")}


PLAIN = re.compile(r"[A-Za-z_$][\w$./-]*( [\w$./-]+)*")
ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def flow(value):
    """On one line, as people write YAML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    if isinstance(value, float):
        text = repr(value)
        return text if "." in text or "n" in text else text.replace("e", ".0e")
    if not isinstance(value, str):
        return json.dumps(value)
    if PLAIN.fullmatch(value) and yaml.load(value, Loader) == value:
        return value
    return ESCAPED.sub(lambda c: f"\\u{ord(c[0]):04x}", json.dumps(value, ensure_ascii=False))


def lines(key, value, indent):
    """One line where it is short enough, else one line for each entry."""
    pad = "  " * indent
    whole = flow(value)
    if len(pad) + len(key) + len(whole) < 130 or not value or not isinstance(value, (dict, list)):
        return [f"{pad}{key}: {whole}"]
    if isinstance(value, list):
        return [f"{pad}{key}:"] + [f"{pad}  - {flow(each)}" for each in value]
    return [f"{pad}{key}:"] + [line for k, v in value.items() for line in lines(flow(k), v, indent + 1)]


def write(path, expect):
    text = re.sub(r"(?ms)^expect:.*?(?=^\S|\Z)", "", path.read_text())
    text = re.sub(r"(?m)^origin:.*\n", "", text).rstrip() + "\n"
    text = re.sub(r"(?m)^((?:covers|connector):(?:.*\n)(?:^[ -].*\n)*)", rf"\1origin: {ORIGIN}\n", text, count=1)
    text += "\n".join(lines("expect", expect, 0)) + "\n"
    path.write_text(text)


def within(given, found):
    """A wait that a case gives as a range stays one if what was found lies in it."""
    if len(given or []) != len(found):
        return found
    inside = lambda range_, each: isinstance(range_, list) and range_[0] <= each <= range_[1]
    return [range_ if inside(range_, each) else each for range_, each in zip(given, found)]


def show(path, case, found):
    print(path, *found["messages"], json.dumps(expectation(case, found), indent=1), sep="\n")
    return False


def check(path, case, found):
    texts = [json.dumps(each, sort_keys=True) for each in (expectation(case, found), case.get("expect"))]
    if texts[0] != texts[1]:
        print(f"{path}: the oracle says\n  {texts[0]}\nand the case\n  {texts[1]}")
    return texts[0] != texts[1]


def fill(path, case, found):
    expect = expectation(case, found)
    write(path, expect)
    notes = "; ".join(str(each)[:200] for each in found["messages"])
    print(f"{path.name}: {flow(expect)[:300]}{'  (' + notes + ')' if notes else ''}")
    return False


ACTIONS = {"--write": fill, "--check": check, "--show": show}


def main(args):
    mode = args.pop(0) if args and args[0].startswith("--") else "--write"
    differing = 0
    for path in [Path(each) for each in args] or sorted(CASES.rglob("*.yaml")):
        case = yaml.load(path.read_text(), Loader)
        if mode != "--show" and not str(case.get("origin", ORIGIN)).startswith("cdk"):
            continue
        found = ask(path)
        if "broken" in found:
            differing += 1
            continue
        for line in found["unexpected"]:
            print(f"{path}: no exchange for {line}")
        differing += ACTIONS[mode](path, case, found)
    return differing > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
