"""Writes what the low-code CDK makes of a corpus of templates and literals; see README.md."""

import ast
import datetime as real
import itertools
import json
import math
import os
import random
import re
import sys
import time
import types
from importlib.metadata import version
from pathlib import Path

os.environ["TZ"] = "UTC"
time.tzset()
sys.set_int_max_str_digits(4300)

from airbyte_cdk.sources.declarative.interpolation import macros  # noqa: E402
from airbyte_cdk.sources.declarative.interpolation.jinja import JinjaInterpolation  # noqa: E402
from jinja2.exceptions import TemplateSyntaxError, UndefinedError  # noqa: E402

CDK = "7.28.4"
NOW = real.datetime(2025, 3, 4, 5, 6, 7, 890000, tzinfo=real.timezone.utc)
CONTEXT = {
    "config": {
        "a": "x", "n": 5, "z": None, "list": [3, 1, 2], "nested": {"k": "v", "deep": {"x": [1, {"y": "found"}]}},
        "name": "Ada Lovelace", "f": 1.5, "big": 1e16, "empty": "", "flag": True, "off": False,
        "start_date": "2024-02-29T12:30:00Z", "json": '{"a": [1, null, true]}', "items": "shadowed", "0": "zero",
        "host": "https://api.example.com/v1/", "ids": "1, 2,3", "none_list": [None, 0, ""], "unicode": "Zo\u00eb \u2603 \U0001f600",
    },
    "record": {
        "id": 7, "price": 12.50, "text": "it's", "when": "2025-03-04T05:06:07.123456+02:00", "epoch": 1735787045,
        "tags": [{"name": "p", "v": 1, "d": {"e": 3}}, {"name": "q", "v": None}, {"name": "P", "v": 2}],
        "values": [1, 2], "camelCaseName": "fooBar",
    },
    "response": {"next": "/v2/items?page=3&size=10", "data": [], "has_more": True, "total": 250, "meta": {"cursor": "abc=="}},
    "headers": {"link": "<https://x/?page=2>; rel=\"next\"", "X-Total": "12"},
    "parameters": {"path": "users", "size": 100},
    "stream_slice": {"start_time": "2025-01-01", "end_time": "2025-01-31", "id": 9},
    "next_page_token": {"next_page_token": 2},
    "last_page_size": 10,
    "last_record": {"id": 42},
}


# What prints a memory address differs from run to run.
ADDRESS = re.compile(" at 0[xX]|object sync_do|generXtor|-o-b-j-e-c-t-|GENERATOR OBJECT|Generator Object| at 0None")


class FrozenMeta(type):
    def __instancecheck__(cls, instance):
        return isinstance(instance, real.datetime)


class Frozen(real.datetime, metaclass=FrozenMeta):
    @classmethod
    def now(cls, tz=None):
        return NOW.astimezone(tz)


macros.datetime = types.SimpleNamespace(
    datetime=Frozen, date=real.date, timedelta=real.timedelta, timezone=real.timezone)


def kind(error):
    if isinstance(error, UndefinedError):
        return "UNDEFINED"
    if isinstance(error, TypeError):
        return "TYPE"
    if isinstance(error, TemplateSyntaxError):
        return "SYNTAX"
    return "VALUE"


def copied(value):
    return json.loads(json.dumps(value))


def has_json_form(value):
    if isinstance(value, (list, tuple)):
        return all(has_json_form(item) for item in value)
    if isinstance(value, dict):
        return all(has_json_form(key) and has_json_form(item) for key, item in value.items())
    return value is None or isinstance(value, (str, int, float, bool))


def literal(text):
    """What coercion makes of a text: its repr, or None where it stays text."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError):
        return None
    return repr(value) if has_json_form(value) and not isinstance(value, complex) else None


def case(template):
    interpolation = JinjaInterpolation()
    context = copied(CONTEXT)
    context["stream_interval"] = context["stream_partition"] = context["stream_slice"]
    try:
        names = interpolation._find_undeclared_variables(template)
        if any(name not in context for name in names):
            return [template, "!VALUE"]
        text = interpolation._compile(template).render(context)
    except Exception as error:
        return [template, "!" + kind(error)]
    if ADDRESS.search(text) or "j)" in text:
        return None
    coerced = literal(text) if text else None
    return [template, text] if coerced is None else [template, text, coerced]


VALUES = [
    "none", "true", "false", "0", "1", "-7", "100000000000000000000", "1.5", "-2.5", "1e16", "0.1", "''", "'abc'",
    "'Hello World-wide (web)'", "' x '", "'42'", "'4.9'", "\"it's\"", "'\u00e9\\n\u00df'", "[]", "[3, 1, 2]", "['b', 'A', 'c', 'a']",
    "[1, 'a', none]", "[[1, 2], [3, 4]]", "[1.0, 1, true, 2]", "(1,)", "('k', 2)", "{}", "{'b': 1, 'a': 'x'}", "{'B': 2, 'a': 1, 'c': 1}",
    "record.tags", "config.missing", "now_utc()", "today_utc()", "duration('P1DT2H')", "duration('P1Y2M3D')", "config.unicode",
    "config.nested", "config.json", "config.none_list", "[1, 2] | map('string')", "{'a': 1}.items()",
]
OPERANDS = [v for v in VALUES if v not in (
    "-7", "100000000000000000000", "0.1", "'Hello World-wide (web)'", "' x '", "'4.9'", "\"it's\"", "'\u00e9\\n\u00df'", "[[1, 2], [3, 4]]",
    "('k', 2)", "{'B': 2, 'a': 1, 'c': 1}", "config.unicode", "config.json", "config.none_list", "config.nested",
    "[1, 2] | map('string')", "['b', 'A', 'c', 'a']", "1e16", "[1.0, 1, true, 2]", "{'a': 1}.items()")]
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "<", ">=", "in"]
FEW = ["!=", "<=", ">", "not in", "and", "or"]


def operators():
    for operator, (a, b) in itertools.product(OPERATORS, itertools.product(OPERANDS, OPERANDS)):
        yield "{{ (%s) %s (%s) }}" % (a, operator, b)
    for operator, (a, b) in itertools.product(FEW, itertools.product(OPERANDS[::3], OPERANDS[1::3])):
        yield "{{ (%s) %s (%s) }}" % (a, operator, b)
    for value in VALUES:
        for form in ("{{ -(%s) }}", "{{ +(%s) }}", "{{ not (%s) }}", "{{ 'y' if (%s) else 'n' }}", "{{ [%s] }}", "{{ {'k': (%s)} }}", "{{ %s }}"):
            yield form % value
    yield from [
        "{{ 7.5 // 2 }} {{ -7.5 // 2 }} {{ 7.5 % -2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ -7 // 3 }} {{ 1e300 * 1e300 }} {{ -0.0 }}",
        "{{ 0.1 + 0.2 }} {{ 1 / 3 }} {{ 2 ** 100 }} {{ 2 ** -1 }} {{ 2 ** 0.5 }} {{ (-2) ** 3 }} {{ -2 ** 2 }} {{ 2 ** 3 ** 2 }}",
        "{{ 1 < 2 < 3 }} {{ 1 < 2 > 5 }} {{ 1 == 1.0 == true }} {{ 3 > 2 > 1 != 0 }}",
        "{{ 123456789012345678901234567890 / 7 }} {{ 9007199254740993 / 1 }} {{ 9007199254740993 == 9007199254740992.0 }}",
        "{{ 1 + 2 ~ 3 + 4 }} {{ 1 ~ 2 * 3 }} {{ 10 - 2 - 3 }} {{ 2 * 3 % 4 }} {{ 10 * config.n - 3 | abs }}",
        "{{ not config.z is none }} {{ not 1 == 2 }} {{ not not 1 }} {{ 1 if 0 else 2 if 0 else 3 }}",
        "{{ {1: 'a', 1.0: 'b', true: 'c'} }} {{ {1: 'a'}[true] }} {{ {'a': 1}['a'] }} {{ {none: 1} }} {{ {(1, 2): 3}[(1, 2)] }}",
        "{{ 1_000 + 0x1F + 0b11 + 0o17 }} {{ 1e3 }} {{ 1.5e-7 }} {{ 1E+2 }} {{ 00 }}", "{{ 007 }}", "{{ 5. }}", "{{ .5 }}",
        "{{ 1e22 }} {{ 1e21 }} {{ 123456789.123456789 }} {{ 1e-5 }} {{ 0.0001 }} {{ 1e15 }} {{ 5e-324 }} {{ 1.7976931348623157e308 }}",
        "{{ 'a' 'b' \"c\" }} {{ '\\x41\\u00e9\\n\\101\\N{BULLET}\\q' }} {{ ['\\n\\t\\r\\\\\\'\\\"\\x00\\x7f\\u200b'] }}",
        "{{ 1, 2 }} {{ () }} {{ (1) }} {{ (1,) }} {{ [1,] }} {{ {'a': 1,} }}", "{{ }}", "{{ (,) }}", "{{ [1 2] }}", "{{ 1 + }}", "{{ 'a }}",
        "{{ a b }}", "{{ config..a }}", "{% if %}x{% endif %}", "{% endif %}", "{% for x in %}{% endfor %}", "{{ config.a", "{% if 1 %}", "{# open",
    ]


def accesses():
    for target in VALUES:
        for suffix in (".a", "['a']", "[0]", "[-1]", "[1:]", "[::-1]", "[:2]", ".x.y", "[9]", "['items']", ".items is callable", "[none]", "[1.0]", "[[1]]", "[none:none:2]"):
            yield "{{ (%s)%s }}" % (target, suffix)
    yield from [
        "{{ config.nested.deep.x[1].y }}", "{{ config['nested']['deep']['x'][-1]['y'] }}", "{{ config.list.0 }} {{ config.nested.deep.x.1.y }}",
        "{{ config.items is callable }} {{ config['items'] }} {{ record.values is callable }} {{ record['values'] }}",
        "{{ config.missing }}|{{ config['missing'] }}|{{ config.list[7] }}", "{{ config.missing.deeper }}", "{{ config.a.b }}|", "{{ config.a.b.c }}",
        "{{ config.z.b }}|", "{{ config.missing() }}", "{{ config.a() }}", "{{ nope }}", "{{ nope.x }}", "{{ 1 if false else nope }}", "{{ nope() }}",
        "{{ 'hello'[1:3] }} {{ 'hello'[-3:] }} {{ 'hello'[::2] }} {{ 'hello'[10:] }} {{ 'hello'[-99:2] }} {{ 'hello'[3:1] }}",
        "{{ 'hello'['a':] }}", "{{ [1, 2, 3][::0] }}", "{{ [1, 2, 3][99999999999999999999:] }}|{{ [1, 2, 3][:-99999999999999999999] }}",
        "{{ stream_slice.start_time }} {{ stream_interval.end_time }} {{ stream_partition['id'] }}", "{{ config.get('q') }} {{ config.get('q', 'd') }}",
        "{{ stream_slice['start_time'] }}{{ next_page_token['next_page_token'] }}{{ parameters.path }}/{{ headers['X-Total'] }}",
        "{{ config['0'] }} {{ config[0] }}|", "{{ config.unicode[4] }}{{ config.unicode[-1] }} {{ config.unicode | length }}",
        "{{ now_utc().year }}-{{ now_utc().month }}-{{ now_utc().day }} {{ now_utc().hour }}:{{ now_utc().minute }}:{{ now_utc().second }}.{{ now_utc().microsecond }}",
        "{{ today_utc().year }} {{ (now_utc() - str_to_datetime('2025-01-01')).days }} {{ duration('PT36H').seconds }} {{ duration('P1M2D').days }}",
        "{{ 5 .real }}", "{{ (5).real }} {{ (5).imag }} {{ (1.5).real }} {{ true.numerator }} {{ (5).denominator }}",
        "{{ config.get }}x" if False else "{{ config.get is callable }}", "{% set f = config.get %}{{ f('a') }}", "{{ (config.get)('n') }}",
        "{{ max is callable }} {{ config.a is callable }}", "{% set m = max %}{{ m(1, 2) }}", "{{ config.nested.keys() }} {{ config.nested.keys() | list }}",
        "{{ {'a': 1}.items() }} {{ {'a': 1}.values() }} {{ {}.keys() }} {{ {'a': 1}.keys()[0] }}|", "{{ {'a': 1}.items() | list | first }}",
    ]


FILTERS = {
    "abs": [""], "attr": ["('a')", "('year')", "('upper')"], "batch": ["(2) | list", "(3, 'x') | list", "(0) | list"],
    "capitalize": [""], "center": ["(9)", "(8)"], "count": [""], "d": ["('dflt')", "('dflt', true)"], "default": ["", "(default_value=1, boolean=true)"],
    "dictsort": ["", "(true)", "(false, 'value')", "(reverse=true)", "(by='x')"], "e": [""], "escape": [""], "filesizeformat": ["", "(true)"],
    "first": [""], "float": ["", "(9.5)"], "forceescape": [""], "format": ["", "(1)", "('a', 'b')"], "groupby": ["('name')", "('v', default=0)", "(0)"],
    "indent": ["", "(2, true)", "('>>', blank=true)"], "int": ["", "(default=3)", "(3, 16)"], "join": ["", "(',')", "('-', attribute='name')", "(1)"],
    "last": [""], "length": [""], "list": [""], "lower": [""], "items": [" | list"], "map": ["('upper') | list", "(attribute='name') | list", "(attribute='q', default='D') | list", "('default', 'z') | list", "('int') | join('+')", "() | list", "('nope') | list"],
    "min": ["", "(attribute='v')", "(true)"], "max": ["", "(attribute='name')", "(case_sensitive=true)"], "pprint": [""],
    "reject": ["('none') | list", " | list", "('odd') | list"], "rejectattr": ["('v') | list", "('v', 'none') | list"],
    "replace": ["('a', 'X')", "('', '-')", "('l', 'L', 2)", "('x', none)", "('a')"], "reverse": [" | list"], "round": ["", "(1)", "(0, 'ceil')", "(1, 'floor')", "(-1)", "(2, 'odd')"],
    "safe": [""], "select": [" | list", "('string') | list", "('greaterthan', 1) | list", "('nope') | list"],
    "selectattr": ["('v') | list", "('name', 'equalto', 'q') | list", "('d.e', 'defined') | list", "() | list"],
    "slice": ["(2) | list", "(3, 'f') | list"], "sort": ["", "(true)", "(reverse=true, case_sensitive=true)", "(attribute='name')", "(attribute='v,name')"],
    "string": [""], "striptags": [""], "sum": ["", "(start=10)", "(attribute='v')", "(start='')"], "title": [""], "trim": ["", "('xab')"],
    "truncate": ["(5)", "(8, true)", "(3, false, '', 0)", ""], "unique": [" | list", "(true) | list", "(attribute='name') | list"], "upper": [""],
    "urlencode": [""], "wordcount": [""], "wordwrap": ["(6)", "(5, false)", "(4, wrapstring='|')"], "xmlattr": ["", "(false)"], "tojson": ["", "(2)", "(indent=1)"],
    "hash": ["", "('sha1')", "('sha256', 'salt')", "('nope')", "(hash_type='sha512')"], "hmac": ["('key')", "('')", "('key', 'sha256')", "('key', 'md5')"],
    "base64encode": [""], "base64decode": [""], "base64binascii_decode": [""], "regex_search": ["('(.)b')", "('[a-z]+')", "('(\\\\d+)')"],
    "regex_replace": ["('[aeiou]', '*')", "('(.)', '<\\\\1>')"],
}
TESTS = ["boolean", "callable", "defined", "divisibleby 2", "divisibleby(0)", "eq 1", "equalto 'abc'", "== 1.5", "even", "false", "filter", "float", "ge 1", "gt 'a'",
         "greaterthan 0", "in [1, 'abc', none]", "in 'abcdef'", "integer", "iterable", "le 1", "lessthan 2", "lower", "lt 3", "mapping", "ne 1", "none", "not none", "number",
         "odd", "sameas true", "sameas none", "sequence", "string", "test", "true", "undefined", "upper", "not defined", "escaped"]


# Filters that would work on the text of a generator, which has its address in it.
USES_ADDRESS = ("hash", "hmac", "striptags", "wordcount")


def filters():
    for name, variants in FILTERS.items():
        for arguments, value in itertools.product(variants, VALUES):
            if not ("map(" in value and name in USES_ADDRESS):
                yield "{{ (%s) | %s%s }}" % (value, name, arguments)
    yield from [
        "{{ 'a' | nope }}", "{{ config.list | first.name }}", "{{ ' a ' | trim | upper ~ '!' }}", "{{ 'x' | default('y') | upper }}",
        "{{ config.missing | default(config.also_missing) }}|", "{{ config.missing.x | default('y') }}", "{{ (config.missing | default({})).x | default('y') }}",
        "{{ record.tags | map(attribute='name') | map('upper') | join(', ') }}", "{{ record.tags | selectattr('v') | map(attribute='v') | sum }}",
        "{{ record.tags | groupby('name') | map(attribute='grouper') | list }}", "{{ record.tags | groupby('name', case_sensitive=true) }}",
        "{{ record.tags | groupby('name') }}", "{% for g in record.tags | groupby('name') %}{{ g.grouper }}:{{ g.list | length }};{% endfor %}",
        "{{ config.list | sort | join }} {{ config.list | sort(reverse=true) | first }} {{ config.list | max }} {{ config.list | map('string') | join('-') }}",
        "{{ [1, 2] | map('string') | length }}", "{{ [1, 2] | map('string') | last }}", "{{ [1, 2] | map('string') | first }}", "{{ [1] | select | list is sequence }}",
        "{% set g = [1, 2] | map('string') %}{{ g | list }}{{ g | list }}", "{{ ([1, 2] | reverse)[0] }}|", "{{ 'abc' | reverse }} {{ 'abc' | list }}",
        "{{ '%s is %d' | format('n', 3) }} {{ '%(a)s' | format(a=1) }}", "{{ '%s' | format(1, a=2) }}", "{{ [1, 1, 2] | unique | sum }}", "{{ 'a,b' | replace(',', '') | length }}",
        "{{ 2.5 | round }} {{ 3.5 | round }} {{ 2.675 | round(2) }} {{ 1234.5 | round(-2) }} {{ 42 | round(1) }} {{ 42.5 | round | int }} {{ 1e300 | round(400) }}",
        "{{ '0x1F' | int(0, 16) }} {{ '1F' | int(0, 16) }} {{ '0b11' | int(0, 2) }} {{ '12' | int(0, 0) }} {{ '012' | int(9, 0) }} {{ '1_000' | int }} {{ ' 7 ' | int }} {{ '1e3' | int }}",
        "{{ 'inf' | float }} {{ '-Infinity' | float }} {{ 'nan' | float }} {{ '1_0.5' | float }} {{ '1e400' | float }} {{ 'x' | float('d') }}", "{{ 'inf' | int }}", "{{ 'inf' | float | int }}",
        "{{ 0 | filesizeformat }} {{ 999 | filesizeformat }} {{ 1000 | filesizeformat }} {{ 1536 | filesizeformat(true) }} {{ 1e27 | filesizeformat }} {{ '2500000' | filesizeformat }}",
        "{{ 'a b&c=d/\u00e9?' | urlencode }} {{ {'a b': '/&', 'n': 1} | urlencode }} {{ [['a', 1], ['b', none]] | urlencode }}", "{{ [[1]] | urlencode }}",
        "{{ 'YTpi' | base64decode }}|{{ 'YTo=' | base64decode }}|{{ 'Y T\\np i' | base64decode }}", "{{ 'YTp' | base64decode }}", "{{ '!!!' | base64decode }}|", "{{ '/w==' | base64decode }}",
        "{{ 'a:b' | base64encode }} {{ '\u00e9' | base64encode }} {{ 'a' | base64binascii_decode }}", "{{ '\u00e9' | base64binascii_decode }}", "{{ 5 | base64encode }}",
        "{{ 'abc' | hash('sha3_256') }} {{ 'abc' | hash('sha384') }} {{ 'abc' | hash('sha224') }} {{ 5 | hash }} {{ none | hash }} {{ {'a': 1} | hash('md5', 5) }}", "{{ 'x' | hmac(5) }} {{ 5 | hmac('k') }}",
        "{{ {'b': [1, {'z': none, 'a': true}], 'a': 'x<y>&\\'' } | tojson }} {{ {'b': [1, {}], 'a': []} | tojson(2) }} {{ {1: 1, none: 2} | tojson }}", "{{ {2: 1, 1: 2} | tojson }} {{ {'\u00e9': '\u2603\U0001f600'} | tojson }}",
        "{{ {'a': 1} | string }} {{ [1, 'x', none, 1.5, true] | string }} {{ 5 | string | length }} {{ 'x' | string }} {{ 1e16 | string }} {{ '\u00e9' | list | string }}",
        "{{ 'one two  three' | wordcount }} {{ 'it\\'s a-b' | wordcount }} {{ 'foo bar baz qux' | truncate(9) }} {{ 'foo bar baz qux' | truncate(11, true) }} {{ 'foo bar baz qux' | truncate(11) }}",
        "{{ 'a\\nb\\n\\nc' | indent }}|{{ 'a\\nb' | indent(first=true) }}", "{{ '<p>a  <b>b</b> <!-- x --> c&amp;d</p>' | striptags }}", "{{ '<a href=\"x\">\\'&</a>' | e }}", "{{ {'a': 'x\"y', 'b': none, 'c': 1} | xmlattr }}", "{{ {'a b': 1} | xmlattr }}",
        "{{ 'the quick brown fox jumps' | wordwrap(10) }}", "{{ 'a-very-long-hyphenated-word here' | wordwrap(8) }}", "{{ 'aaaaaaaaaaaa bb' | wordwrap(5) }}", "{{ 'one\\n\\ntwo three' | wordwrap(4) }}",
    ]


def tests():
    for test, value in itertools.product(TESTS, VALUES):
        yield "{{ (%s) is %s }}" % (value, test)
    yield from ["{{ 'upper' is filter }} {{ 'nope' is filter }} {{ 'odd' is test }} {{ 'hash' is filter }}", "{{ 1 is nope }}", "{{ config.q is defined and config.q.r }}", "{{ config.a is defined and config.n is number }}",
                "{{ 4 is divisibleby 2 }} {{ 4 is not divisibleby(3) }}", "{{ 1 is in [1] }} {{ 'q' is not in 'abc' }}", "{{ 'x' if config.q is defined else 'y' }}", "{{ config.list is sameas config.list }} {{ [] is sameas [] }}"]


METHODS = {
    "'Hello, wOrld'": ["upper()", "lower()", "capitalize()", "title()", "swapcase()", "casefold()", "split()", "split(',')", "split('o', 1)", "rsplit('o', 1)", "split(sep='l', maxsplit=2)", "rsplit('l')", "rsplit(none, 1)",
                       "splitlines()", "partition(', ')", "rpartition('o')", "partition('zz')", "rpartition('zz')", "find('o')", "rfind('o')", "find('o', 5)", "find('z')", "index('w')", "index('z')", "rindex('l')", "count('l')", "count('')", "count('l', 4)", "find('', 99)",
                       "replace('l', 'L')", "replace('l', 'L', 1)", "replace('', '.')", "replace('', '.', 3)", "replace(old='a', new='b')", "startswith('He')", "startswith(('x', 'He'))", "startswith('lo', 3)", "startswith('ell', 1, 4)", "endswith('d')", "endswith(('x', 'ld'))", "endswith(5)",
                       "strip('Hd')", "lstrip('He')", "rstrip('dl')", "strip(none)", "strip(5)", "removeprefix('Hello')", "removesuffix('wOrld')", "removesuffix('')", "zfill(15)", "center(17)", "center(16, '*')", "ljust(15, '-')", "rjust(15)", "center(20, 'ab')", "join(['a', 'b'])", "join([1])", "join('xyz')", "join({'a': 1})",
                       "isdigit()", "isalpha()", "isalnum()", "islower()", "isupper()", "istitle()", "isspace()", "isnumeric()", "isdecimal()", "isidentifier()", "isascii()", "isprintable()", "expandtabs()", "encode_()", "format()", "upper(1)", "count()"],
    "' \\t a  b\\tc\\n'": ["strip()", "lstrip()", "rstrip()", "split()", "split(none, 1)", "rsplit(none, 1)", "splitlines()", "splitlines(true)", "expandtabs(4)", "isspace()", "title()"],
    "'-42'": ["zfill(6)", "isdigit()", "strip('-')", "lstrip('-').isdigit()"], "''": ["split()", "split(',')", "isalpha()", "islower()", "title()", "capitalize()", "join(['a'])", "center(3)", "isascii()", "isprintable()", "splitlines()"],
    "'\u00df\u00e9\u0130\u01c6'": ["upper()", "lower()", "title()", "capitalize()", "swapcase()", "isalpha()", "islower()", "casefold()"], "'\u00b2\u00bd\u0663'": ["isdigit()", "isdecimal()", "isnumeric()", "isalnum()"],
    "'they\\'re bill\\'s friends 3d'": ["title()", "capitalize()", "istitle()", "split(\"'\")"], "'a.b.c'": ["split('.')", "rsplit('.', 1)[0]", "split('.', -1)", "split('')", "rpartition('.')[2]", "replace('.', '')"],
    "[3, 1, 2, 1]": ["index(1)", "index(1, 2)", "index(9)", "count(1)", "copy()", "append(4)", "pop()", "pop(0)", "pop(9)", "sort()", "reverse()", "insert(1, 'x')", "extend([1])", "remove(1)", "remove(9)", "clear()", "upper()"],
    "(1, 2, 1)": ["index(2)", "count(1)", "append(1)"],
    "{'a': 1, 'b': none}": ["get('a')", "get('b')", "get('q')", "get('q', 0)", "get(key='a')", "get()", "get([1])", "keys()", "values()", "items()", "pop('a')", "pop('q', 3)", "pop('q')", "popitem()", "setdefault('c', 5)", "setdefault('a', 5)", "update({'c': 3})", "update([['x', 1]])", "update(c=1)", "copy()", "clear()", "a()", "fromkeys_()"],
    "now_utc()": ["strftime('%Y-%m-%d')", "isoformat()", "isoformat(' ')", "isoformat(sep='_', timespec='seconds')", "isoformat(timespec='milliseconds')", "isoformat('T', 'hours')", "isoformat(timespec='x')", "timestamp()", "date()", "weekday()", "isoweekday()", "isocalendar()[1]", "toordinal()", "ctime()", "replace(day=1)", "replace(2024, 2, 29)", "replace(day=31, month=2)", "replace(hour=0, minute=0, second=0, microsecond=0)", "replace(tzinfo=none)", "utcoffset()", "tzname()", "strftime()", "replace(day=1).strftime('%d')"],
    "today_utc()": ["strftime('%Y-%m-%dT%H:%M:%SZ')", "isoformat()", "weekday()", "isoweekday()", "toordinal()", "ctime()", "replace(day=1)", "replace(year=2023)", "timestamp()", "isocalendar()[0]"],
    "duration('P1DT2H')": ["total_seconds()", "days()"], "duration('-PT0.5S')": ["total_seconds()"], "duration('P1Y')": ["total_seconds()"],
    "(5)": ["bit_length()", "conjugate()", "as_integer_ratio()", "upper()", "is_integer()"], "(1.5)": ["is_integer()", "as_integer_ratio()", "conjugate()"], "true": ["bit_length()"], "none": ["get('a')", "strip()"], "config.missing": ["get('a')", "strip()"],
}


def methods():
    for target, calls in METHODS.items():
        for call in calls:
            yield "{{ (%s).%s }}" % (target, call) if not call.split("(")[0].endswith("_") else "{{ 1 }}"
    specs = ["", ">8", "<8", "^8", "*^9", "08", "+", " ", "+08.2f", ".2f", ".0f", "#.0f", ",", "_", ",.2f", "e", ".3e", "E", "g", ".3g", "#g", "G", "%", ".1%", "n", "d", "x", "#x", "X", "#X", "o", "#o", "b", "#b", "#010b", "c", "s", "5s", ".2", ".1s", "=+8", "z.1f", "_x", ",x", "q", ">", "0>5", "<05", "{", "08,", ".3", ".17g"]
    for spec, value in itertools.product(specs, ["5", "-42", "1234567", "3.14159", "-0.0001", "1e20", "'text'", "true", "none", "[1]", "0.0", "100.0"]):
        yield "{{ '{:%s}'.format(%s) }}" % (spec, value)
    yield from ["{{ '{} {}'.format(1, 'b') }} {{ '{1} {0}'.format('a', 'b') }} {{ '{x} {y!r}'.format(x=1, y='q') }} {{ '{{}} {0.year} {0[0]}'.format('s') }}|", "{{ '{0.year}'.format(now_utc()) }} {{ '{0[name]}'.format(record.tags[0]) }} {{ '{:%Y-%m}'.format(now_utc()) }} {{ '{:%d}'.format(today_utc()) }}",
                "{{ '{}'.format() }}", "{{ '{x}'.format(y=1) }}", "{{ '{'.format(1) }}", "{{ '}'.format(1) }}", "{{ '{:{}}'.format('a', 5) }}|", "{{ '{0} {}'.format(1) }}", "{{ '{!a}'.format('\u00e9') }} {{ '{!s:>4}'.format(1) }}", "{{ '{a[b]}'.format(a={'b': 1}) }} {{ '{x}'.format_map({'x': 1}) }}", "{{ '{}'.format(config.missing) }}|", "{{ '{:5}|'.format('ab') }}{{ '{:5}|'.format(1) }}"]
    directives = ["%s", "%10s|", "%-10s|", "%.2s", "%r", "%a", "%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%i", "%u", "%x", "%#x", "%X", "%o", "%#o", "%e", "%.2e", "%E", "%f", "%.0f", "%#.0f", "%8.2f", "%g", "%.3g", "%G", "%c", "%%", "%5%", "%q", "%", "%.3d", "%s %s", "%+.1f", "%010.3f", "%hd"]
    for directive, value in itertools.product(directives, ["5", "-3.7", "'str'", "none", "true", "1e20", "(1,)", "(1, 2)", "[1]", "{'a': 1}", "config.missing"]):
        yield "{{ '%s' %% %s }}" % (directive, value)
    yield from ["{{ '%(a)s-%(b)05d' % {'a': 'x', 'b': 42} }}", "{{ '%(q)s' % {'a': 1} }}", "{{ '%(a)s' % 5 }}", "{{ '%*d' % (5, 42) }}|{{ '%-*d|' % (5, 42) }}{{ '%.*f' % (2, 3.14159) }}", "{{ 'x' % {} }}{{ 'x' % [] }}", "{{ 'x' % 1 }}", "{{ '%s' % () }}", "{{ '%(a)s %(a)s' % {'a': 1} }}"]


STATEMENTS = [
    "{% if config.n == 5 %}five{% elif config.n %}other{% else %}none{% endif %}", "{% if config.missing %}a{% else %}b{% endif %}", "{% if 0 %}a{% elif 0 %}b{% elif 1 %}c{% endif %}", "{% if config.n: %}colon{% endif %}",
    "{% for i in config.list %}{{ i }}{% if not loop.last %},{% endif %}{% endfor %}", "{% for k, v in config.nested.items() %}{{ loop.index }}{{ k }};{% endfor %}", "{% for i in [] %}x{% else %}empty{% endfor %}", "{% for i in config.missing %}x{% else %}empty{% endfor %}", "{% for i in config.missing.x %}x{% endfor %}", "{% for i in none %}x{% endfor %}", "{% for i in 5 %}x{% endfor %}",
    "{% for i in [1, 2, 3, 4] if i is even %}{{ i }}/{{ loop.length }} {% endfor %}", "{% for i in [1, 2, 3] if i > 5 %}{{ i }}{% else %}none{% endfor %}", "{% for c in 'abc' %}{{ loop.index0 }}{{ loop.index }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.depth0 }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.cycle('x', 'y') }}{{ loop.changed(1) }};{% endfor %}",
    "{% for x, (y, z) in [(1, (2, 3))] %}{{ x }}{{ y }}{{ z }}{% endfor %}", "{% for a, b in [(1, 2, 3)] %}{% endfor %}", "{% for a in 1, 2 %}{{ a }}{% endfor %}", "{% for a in [1, 2] %}{% for b in [3, 4] %}{{ a }}{{ b }}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}",
    "{% for t in [{'n': 1, 'c': [{'n': 2, 'c': []}]}] recursive %}{{ t.n }}{{ loop.depth }}({{ loop(t.c) }}){% endfor %}", "{% for a in [1] %}{{ loop(a) }}{% endfor %}", "{% for k in {'a': 1, 'b': 2} %}{{ k }}{% endfor %}", "{% for loop in [1] %}{% endfor %}x" if False else "x",
    "{% set x = 3 %}{{ x + 1 }}{% if true %}{% set x = 9 %}{% endif %}{{ x }}", "{% set x = 1 %}{% for i in [1, 2] %}{{ x }}{% set x = i + 5 %}{{ x }}{% endfor %}{{ x }}", "{% if config.n %}{% set y = 1 %}{% endif %}{{ y }}", "{% if config.n %}{% set y = 1 %}{% else %}{% set y = 2 %}{% endif %}{{ y }}", "{% set y = 0 %}{% if config.n %}{% set y = 1 %}{% endif %}{{ y }}", "{% for i in [1] %}{% set q = i %}{% endfor %}{{ q }}", "{% for i in [1] %}{% if i %}{% set q = i %}{% endif %}{{ q }}{% endfor %}",
    "{% set a, b = 1, 2 %}{{ a }}{{ b }}", "{% set (a, b) = [1, 2] %}{{ a + b }}", "{% set a, b = [1] %}", "{% set a = b %}", "{% set a = a %}", "{{ w }}{% set w = 1 %}", "{% set ns = namespace(n=0) %}{% for i in config.list %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}", "{% set ns = namespace({'q': 1}) %}{{ ns.q }}{{ ns.zz }}", "{% set config.a = 1 %}", "{% set d = dict(a=1, b='x') %}{{ d }}{{ dict([['k', 1]]) }}", "{{ namespace(a=1) }}",
    "{% set l = [] %}{% for i in [1, 2] %}{{ l.append(i) or '' }}{% endfor %}{{ l }}", "{% set l = [1] %}{% set _ = l.append(2) %}{{ l }}", "{% set d = {} %}{% set _ = d.update({'a': 1}) %}{{ d }}{% do d.clear() %}", "{% set x %}a{{ 1 }}{% endset %}[{{ x }}]", "{% set x | upper | trim %} abc {% endset %}[{{ x }}]", "{% set x %}{% set z = 5 %}{{ z }}{% endset %}{{ x }}{{ z }}",
    "{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}", "{% with %}{% set q = 3 %}{{ q }}{% endwith %}", "{% set a = 5 %}{% with a = a + 1 %}{{ a }}{% endwith %}{{ a }}", "{% filter upper %}abc{{ config.a }}{% endfilter %}", "{% filter replace('a', 'b') | upper %}aaa{% endfilter %}", "{% print 1, 'a' %}",
    "{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(b=5, a=4) }} {{ m() }}", "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x=3) }}", "{% macro m(a) %}x{% endmacro %}{{ m(1, 2) }}", "{% macro m(a) %}x{% endmacro %}{{ m(q=2) }}", "{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}", "{% set x = 1 %}{% macro m() %}{{ x }}{{ config.n }}{% endmacro %}{% set x = 2 %}{{ m() }}", "{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m(1) }}", "{% macro m() %}  x  {% endmacro %}{{ m() | trim | length }}{{ m.name }}{{ m.arguments }}",
    "{% macro w(t) %}<{{ t }}>{{ caller() }}</{{ t }}>{% endmacro %}{% call w('b') %}in{{ config.n }}{% endcall %}", "{% macro l(xs) %}{% for x in xs %}{{ caller(x) }}{% endfor %}{% endmacro %}{% call(i) l([1, 2]) %}[{{ i }}]{% endcall %}", "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.current }}", "{% set j = joiner(',') %}{% for i in [1, 2, 3] %}{{ j() }}{{ i }}{% endfor %}", "{{ range(3) }}",
    "{{- ' a ' -}}   b", "a  {{- 1 -}}  b", "a {%- if 1 -%} b {%- endif -%} c", "a {%+ if 1 +%} b {% endif %} c", "{# comment #}x{#- another -#}  y", "a {#- c #} b", "{% raw %}{{ not evaluated }}{% endraw %}", "x {%- raw -%}  {{ a }}  {%- endraw -%} y", "{% raw %}{% endraw %}|", "line\n{{ 1 }}\n", "line\n\n", "\n", "a\r\nb{{ 1 }}\r", "{{ 'a\n b' }}", "{{\n config.a\n}}", "{ {x} } %}{%- set a = 1 %}{{a}}", "{{ {'a': {'b': 1}} }}{{ {'a': 1}.a }}", "{{ '}}' }}{{ '{%' }}{{ \"{{ x }}\" }}", "plain", "", " ", "{", "{{ '' }}", "a{{ '' }}", "{{ none }}", "#}", "}} x", "{{ 1 }}{{ 2 }}",
    "{% block x %}a{% endblock %}" if False else "x", "{% unknown %}", "{{ max(1, 2, 3) }}{{ min([4, 2]) }}{{ max('a', 'b') }}{{ max({'a': 1, 'c': 2}) }}", "{{ max() }}", "{{ max([]) }}", "{{ max(1, 'a') }}", "{{ min(*[3, 1]) }}{{ dict(**{'a': 1}) }}", "{{ dict(**5) }}", "{{ max(1, key=2) }}", "{{ max(none, none) }}", "{{ max(config.missing, 1) }}", "{{ max(config.z, 1) }}",
    "{{ [1, 2, 3][-1] if config.list else 'none' }}", "{{ config.name.split(' ')[0] | lower }}", "{{ 'a' if config.q else 'b' if config.z else 'c' }}", "{{ 'yes' if config.n > 30 }}|", "{{ config.q or config.z or 'last' }}", "{{ config.a and config.n }}", "{{ config.q and 1 }}|", "{{ (config.q or {}).get('x', 'd') }}", "{{ record.tags[0].name ~ '-' ~ record.id }}",
]


DATES = ["2025-01-02", "2025-01-02T03:04:05Z", "2025-01-02T03:04:05.678901Z", "2025-01-02T03:04:05+02:00", "2025-01-02T03:04:05-0530", "2025-01-02 03:04:05", "20250102", "20250102T030405Z", "2025-01", "2025", "2025-W02-3", "2025W023", "2025-033", "2025033", "2025-01-02T03", "2025-01-02T0304", "2025-01-02T24:00:00", "2025-01-02T03:04:05,5",
         "2025-01-02T03:04:05.1234567Z", "2025-13-01", "2025-02-30", "2025-01-02T25:00", "2025-1-2", "January 2, 2025", "", "0001-01-01", "9999-12-31T23:59:59.999999Z", "2025-01-02T03:04:05z", "2025-01-02T03:04:05+00:00", "2025-01-02X03:04", "2025-01-02T03:04:05+2", "2025-01-02T", "2025-01-02T03:04:05 Z", "1969-12-31T23:59:59.5Z", "2024-02-29T23:59:60Z", "202501", "2025-01-02T03:0405", "2024-366", "2025-W53", "2025-01-02T03:04:05+15:75"]
FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%_msZ", "%s", "%ms", "%epoch_microseconds", "%s_as_float", "%d/%m/%y %I:%M %p", "%a %A %b %B %h", "%j %U %W %V %G %g %u %w", "%c|%x|%X|%D|%F|%T|%R|%r", "%e|%k|%l|%n|%t|%C|%P", "%-d/%-m %-H:%-M:%-S %-j %-I %-y", "%_d|%05d|%10Y|%^a|%^B", "%Z %z", "%s.%f", "modified:gte:%Y-%m-%d", "%Q %E %%", "%", "%_ms", "%_ms %_ms", "%Ey %Od", "%ms and more", "text only", ""]
PARSES = [("2025-01-02", "%Y-%m-%d"), ("2025-1-2", "%Y-%m-%d"), ("02/01/2025", "%d/%m/%Y"), ("2025-01-02T03:04:05Z", "%Y-%m-%dT%H:%M:%SZ"), ("2025-01-02T03:04:05.6Z", "%Y-%m-%dT%H:%M:%S.%fZ"), ("2025-01-02T03:04:05.123456789Z", "%Y-%m-%dT%H:%M:%S.%fZ"), ("2025-01-02T03:04:05+02:00", "%Y-%m-%dT%H:%M:%S%z"), ("2025-01-02T03:04:05Z", "%Y-%m-%dT%H:%M:%S%z"), ("2025-01-02T03:04:05+0230", "%Y-%m-%dT%H:%M:%S%z"), ("2025-01-02T03:04:05-01:30:15", "%Y-%m-%dT%H:%M:%S%z"),
          ("Jan 2 2025", "%b %d %Y"), ("january 02, 2025", "%B %d, %Y"), ("Thu Jan  2 03:04:05 2025", "%a %b %d %H:%M:%S %Y"), ("03:04 PM 25", "%I:%M %p %y"), ("12:00 AM", "%I:%M %p"), ("70", "%y"), ("68", "%y"), ("2025 033", "%Y %j"), ("2025033", "%Y%j"), ("20250102", "%Y%m%d"), ("20251231235959", "%Y%m%d%H%M%S"), ("2025-01-02 UTC", "%Y-%m-%d %Z"), ("2025-01-02 GMT", "%Y-%m-%d %Z"), ("2025-01-02 EST", "%Y-%m-%d %Z"), ("2025-01-02x", "%Y-%m-%d"), ("2025-13-02", "%Y-%m-%d"), ("2025-02-30", "%Y-%m-%d"),
          ("25", "%Y"), ("2025-01-02", "%Y-%m-%d %H"), ("2025  01", "%Y %m"), ("2025 01", "%Y  %m"), ("202501", "%Y %m"), ("1%", "%d%%"), ("2025-01-02", "%Q"), ("2025-01-02", "%Y-%m-%d%"), ("23:59:60", "%H:%M:%S"), ("23:59:61", "%H:%M:%S"), ("24:00:00", "%H:%M:%S"), ("1:2:3", "%H:%M:%S"), ("123", "%H%M%S"), ("0", "%d"), ("13", "%m"), ("2025-01-02t03", "%Y-%m-%dT%H"), ("2025-06-15T10:20:30.5", "%Y-%m-%dT%H:%M:%S.%f"), ("MONDAY", "%A"), ("10 DEC 2024", "%d %b %Y"), ("Z", "%z"), ("+05", "%z"), ("+05:3", "%z")]
DURATIONS = ["P1D", "P1Y", "P1M", "P1Y2M3DT4H5M6S", "PT36H", "P2W", "PT0.5S", "-P1D", "+P1D", "P", "PT", "P1", "1D", "", "P1,5D", "P0.5Y", "P0D", "P1YT", "PT1M", "P1M1W", "p1d", "P1D ", "P-1D", "P14M", "P999999999D", "P9999999999D", "PT0.0000015S", "P0Y1M", "-P1Y2M"]
REGEXES = [("page=3&x=1", "page=(\\\\d+)"), ("abc", "(?P<first>a)(?P<sec_ond>b)"), ("abab", "(?P<x>ab)(?P=x)"), ("a\nb", "a.b"), ("a\nb", "(?s)a(.)b"), ("ABC", "(?i)(b)"), ("x", "(y)?x"), ("abc", "b"), ("abc", "(z)"), ("a{b", "(a{b)"), ("aaa", "(a{2})"), ("aaa", "(a{,2})"), ("a{x}", "(a{x})"), ("[x]", "([[]x)"), ("a&b", "([a&&b]+)"), ("end", "(d)\\\\Z"), ("end\n", "(d)$"), ("x y", "(\\\\s)"), ("\u00e9t\u00e9", "(\\\\w+)"), ("\u0663", "(\\\\d)"), ("abc", "("), ("abc", "[a"), ("abc", "*a"), ("abc", "(?<=a)(b)"), ("abc", "(?<!x)(b)"), ("abc", "(?=a)(.)"), ("a-b", "(a\\\\-b)"),
           ("a]b", "([]]b)"), ("foo.bar", "(\\\\.[a-z]+)"), ("tel: +1-555", "(\\\\+[0-9-]+)"), ("abc", "(a)(?#comment)(b)"), ("abc", "(?x) (b) # comment"), ("a b", "(\\\\Aa)"), ("word boundary", "\\\\b(b\\\\w+)"), ("aXbX", "(.*?)X"), ("aXbX", "(.*)X"), ("aaa", "(a++)"), ("abc", "(?:a|b)+(c)"), ("2025-01-02", "(\\\\d{4})-(\\\\d{2})"), ("<https://x/?page=2>; rel=\"next\"", "<([^>]+)>; rel=\"next\""), ("x^y", "([\\\\^x])"), ("x^y", "([x^]+)"), ("tab\there", "(\\\\t)"), ("\\\\d", "(\\\\\\\\d)"), ("abc", "(?P<a>a"), ("abc", "\\\\q")]
REPLACES = [("abc", "b", "X"), ("abc", "(b)", "[\\\\1]"), ("abc", "(?P<n>b)", "[\\\\g<n>]"), ("abc", "(?P<n_x>b)", "[\\\\g<n_x>\\\\g<0>\\\\g<1>]"), ("abc", "", "-"), ("abc", "x*", "-"), ("a.b", "\\\\.", "\\\\\\\\"), ("abc", "b", "$1"), ("abc", "b", "\\\\n"), ("abc", "b", "\\\\2"), ("abc", "(b)|(c)", "<\\\\1\\\\2>"), ("abc", "b", "\\\\q"), ("aaa", "a", "b"), ("abc", "B", "x"), ("abc", "(?i)B", "x"), ("abc", "b", "\\\\0"), ("a b  c", "\\\\s+", " "), ("CamelCase", "([A-Z])", "_\\\\1")]


def dates():
    for date in DATES:
        yield "{{ str_to_datetime('%s') }}" % date
        yield "{{ timestamp('%s') }}" % date
        yield "{{ format_datetime('%s', '%%Y-%%m-%%dT%%H:%%M:%%S.%%f%%z') }}" % date
    for form, date in itertools.product(FORMATS, ["2025-01-02T03:04:05.678901Z", "2024-12-30T00:00:00+05:30", "1969-12-31T23:59:59.5Z", "0999-02-03"]):
        yield "{{ format_datetime('%s', '%s') }}" % (date, form)
        yield "{{ str_to_datetime('%s').strftime('%s') }}" % (date, form)
    for form in FORMATS:
        yield "{{ now_utc().strftime('%s') }}|{{ today_utc().strftime('%s') }}|{{ format_datetime(now_utc(), '%s') }}|{{ day_delta(-40, '%s') }}" % (form, form, form, form)
    for text, form in PARSES:
        yield "{{ format_datetime('%s', '%%Y-%%m-%%dT%%H:%%M:%%S.%%f%%z', '%s') }}" % (text.replace("\n", "\\n"), form)
    for number, form in itertools.product(["0", "1735787045", "1735787045678", "-1", "99999999999999999", "true"], ["", ", '%s'", ", '%ms'", ", '%epoch_microseconds'", ", '%s_as_float'", ", '%Y'", ", none"]):
        yield "{{ format_datetime(%s, '%%Y-%%m-%%dT%%H:%%M:%%S.%%f%%z'%s) }}" % (number, form)
    for value in VALUES:
        yield "{{ format_datetime(%s, '%%Y') }}" % value
        yield "{{ timestamp(%s) }}" % value
        yield "{{ str_to_datetime(%s) }}" % value
        yield "{{ duration(%s) }}" % value
        yield "{{ day_delta(%s, '%%Y-%%m-%%d') }}" % value
        yield "{{ sanitize_url(%s) }}" % value
        yield "{{ camel_case_to_snake_case(%s) }}" % value
        yield "{{ max(%s) }}" % value
        yield "{{ min(%s, 1) }}" % value
        yield "{{ today_with_timezone(%s) }}" % value
    for duration in DURATIONS:
        yield "{{ duration('%s') }}" % duration
        yield "{{ now_utc() - duration('%s') }}" % duration
        yield "{{ today_utc() + duration('%s') }}" % duration
        yield "{{ [duration('%s')] }} {{ duration('%s') * 2 }} {{ -duration('%s') }}" % (duration, duration, duration)
        yield "{{ str_to_datetime('2024-02-29') + duration('%s') }} {{ str_to_datetime('2024-03-31') - duration('%s') }}" % (duration, duration)
    for zone in ["UTC", "America/New_York", "Pacific/Kiritimati", "Pacific/Niue", "Nope/Zone", "Europe/Berlin"]:
        yield "{{ today_with_timezone('%s') }}" % zone
    yield from ["{{ now_utc() }} {{ today_utc() }} {{ [today_utc()] }} {{ [now_utc()] }}", "{{ now_utc() > str_to_datetime('2025-01-01') }} {{ now_utc() == now_utc() }} {{ today_utc() == now_utc() }}", "{{ now_utc() < today_utc() }}", "{{ (now_utc() - duration('P1DT2H')).strftime('%Y-%m-%dT%H:%M:%SZ') }}", "{{ (now_utc() - str_to_datetime('2024-01-01')).total_seconds() }}", "{{ now_utc() - now_utc().replace(tzinfo=none) }}",
                "{{ (duration('P1D') / 2) }} {{ duration('P1D') // 5 }} {{ duration('P1D') / duration('PT7H') }} {{ duration('P1D') % duration('PT7H') }} {{ duration('P1D') * 1.5 }} {{ 2 * duration('PT1H') }} {{ duration('P1D') // duration('PT7H') }}", "{{ duration('P1D') / 0 }}", "{{ duration('P1M') + duration('P1D') }} {{ duration('P1D') + duration('P1M') }} {{ duration('P1M') - duration('P1M') }} {{ duration('P1D') - duration('P1M') }}", "{{ duration('P1M') < duration('P2M') }}", "{{ duration('P1Y') == duration('P12M') }} {{ duration('P1D') == duration('PT24H') }}", "{{ now_utc() + 1 }}", "{{ day_delta(25) }} {{ day_delta(num_days=-1, format='%d') }} {{ day_delta(1.5, '%H') }}", "{{ day_delta(99999999) }}", "{{ now_utc() - duration('P3000Y') }}",
                "{{ sanitize_url('https://a b/\u00e9?q=~x') }} {{ camel_case_to_snake_case('camelCaseHTTPName') }} {{ camel_case_to_snake_case('CamelCase') }} {{ generate_uuid() | length }}", "{{ timestamp(1658505815.223235) }} {{ timestamp(true) }} {{ timestamp('2025-01-02T03:04:05.5Z') }}", "{{ format_datetime(config.start_date, format='%s') }} {{ format_datetime(dt=record.when, format='%d') }} {{ format_datetime(record.epoch, '%Y') }}", "{{ format_datetime('2025-01-02') }}", "{{ format_datetime(1.5, '%Y') }}", "{{ str_to_datetime(config.start_date).strftime('%s') }} {{ str_to_datetime(record.when).isoformat() }}"]


def regexes():
    for text, regex in REGEXES:
        yield "{{ '%s' | regex_search('%s') }}" % (text.replace("\\", "\\").replace("\n", "\\n").replace("\t", "\\t"), regex)
    for text, regex, replacement in REPLACES:
        yield "{{ '%s' | regex_replace('%s', '%s') }}" % (text, regex, replacement)
    yield from ["{{ headers.link | regex_search('page=([0-9]+)') }} {{ headers['link'] | regex_search('<(.*)>') }}", "{{ response.next | regex_search('[?&]page=([^&]+)') }}", "{{ 'x' | regex_search }}", "{{ 5 | regex_search('(5)') }}", "{{ 'a' | regex_replace('a') }}", "{{ 'abc' | regex_search(regex='(b)') }}"]


ATOMS = ["0", "00", "1", "007", "1_000", "1__0", "1_", "_1", "0x1F", "0xg", "0b101", "0b2", "0o17", "0O7", "0X_f", "1.5", "1.", ".5", ".", "1e3", "1E-2", "1e", "1e+", "1_0.0_1", "007.5", "09.5", "1j", "1.5J", "1a", "0x", "12345678901234567890123", "1e999", "-0.0", "0e0", "0_0", "1..2", "1.2.3",
         "True", "False", "None", "true", "null", "nan", "inf", "Truely", "True1", "...", "set()", "'a'", "\"b\"", "''", "'''x'''", "\"\"\"y\nz\"\"\"", "'a\\n\\x41\\u00e9\\101\\q'", "'a\\\nb'", "'a\nb'", "r'a\\n'", "R\"x\"", "u'x'", "U'y'", "b'x'", "rb'x'", "f'x'", "ur'x'", "'\\x4'", "'\\N{BULLET}'", "'\\N{NOPE}'", "'a' 'b'", "'a'\"b\"", "'a' b'c'", "'unclosed", "it's", "'it''s'", "r'\\'", "r'\\''", "\"a\\\"b\"", "'\\U0001F600'", "'\\ud83d'", "'\u00e9'",
         "abc", "2024-10-10", "10-5", "1+2", "1 + 2j", "-1", "+15551234", "--1", "- 1", "-(1)", "+(2.5)", "-((1))", "-True", "-'a'", "(1)", "((1))", "()", "(1,)", "(,)", "[]", "[1]", "[1,]", "[,]", "[1 2]", "[1,,2]", "{}", "{1}", "{1, 2}", "{'a': 1}", "{'a': 1,}", "{'a'}", "{'a': }", "{[1]: 2}", "{(1,): 2}", "{1: 1, 1.0: 2, True: 3}", "{**{}}", "[*[1]]", "[1, true]", "{\"a\": null}", "{\"a\": [1, {\"b\": \"c\"}]}", "1,2", "1,", ",", "1, 2,", "'a', 'b'", "*1", "1;", "1 2", "a.b", "[1][0]", "1 if True else 2", "lambda: 1", "__import__('os')", "[1 for x in [1]]"]


def mutated(generator, text):
    pieces = [" ", "\n", "\t", "#c\n", "# c", ",", "(", ")", "[", "]", "{", "}", ":", "'", "\"", "-", "+", ".", "_", "0", "1", "e", "x", "\\", "\\\n", "\f", "\r\n", "\u00a0", "r", "b", "True", "j", "\x00"]
    for _ in range(generator.choice((0, 1, 1, 1, 2))):
        at = generator.randrange(len(text) + 1)
        if generator.random() < 0.3 and text:
            text = text[:at] + text[at + 1:]
        else:
            text = text[:at] + generator.choice(pieces) + text[at:]
    return text


def structure(generator, depth):
    if depth == 0 or generator.random() < 0.5:
        return generator.choice(ATOMS[:1] + ATOMS)
    blank = generator.choice(["", "", " ", "\n", " # c\n"])
    items = [structure(generator, depth - 1) for _ in range(generator.randrange(4))]
    shape = generator.choice(["[%s]", "(%s)", "{%s}"])
    if shape == "{%s}":
        items = ["%s%s:%s%s" % (structure(generator, 0), blank, blank, item) for item in items]
    return shape % (blank + ("," + blank).join(items) + generator.choice(["", ",", blank]))


def literals():
    yield from ATOMS
    for atom in ATOMS:
        for form in (" %s", "%s ", "%s\n", "\n%s", "\n %s", "%s # c", "%s\n# c\n", "[%s]", "(%s)", "{'k': %s}", "{%s: 1}", "%s,", "-%s", "%s\n1", "\\\n%s", "%s \\\n", "\t%s", "[\n%s\n]"):
            yield form % atom
    generator = random.Random(20250304)
    for _ in range(3000):
        yield mutated(generator, structure(generator, 3))
    for depth in (1, 50, 99, 199, 200, 201, 300):
        for opening, closing in ("[]", "()"):
            yield opening * depth + closing * depth


def unique(values):
    return list(dict.fromkeys(values))


def write(folder, name, header, cases):
    lines = ",\n".join(json.dumps(one) for one in cases)
    head = json.dumps(header)[:-1]
    (folder / (name + ".json")).write_text('%s,\n"cases": [\n%s\n]}\n' % (head, lines))
    print(name, len(cases))


def main():
    if version("airbyte-cdk") != CDK:
        sys.exit("needs airbyte-cdk==" + CDK)
    folder = Path(__file__).parent.parent / "test/resources/dev/ingest/expression/conformance"
    folder.mkdir(parents=True, exist_ok=True)
    header = {"cdk": CDK, "jinja": version("jinja2"), "python": sys.version.split()[0]}
    places = {"clock": "2025-03-04T05:06:07.890Z", "context": CONTEXT}
    families = dict(operators=operators(), accesses=accesses(), filters=filters(), tests=tests(), methods=methods(),
                    statements=STATEMENTS, dates=dates(), regexes=regexes())
    for name, templates in families.items():
        cases = [one for one in map(case, unique(templates)) if one is not None]
        write(folder, name, {**header, **places}, cases)
    write(folder, "literals", header, [[text, literal(text)] for text in unique(literals())])


if __name__ == "__main__":
    main()
