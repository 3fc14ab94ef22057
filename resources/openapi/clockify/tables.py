# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the tables of this folder: rows, the type language of their cells, our wording.

A cell that cannot be understood raises Fault; generate.py adds file and line to it.
"""

import fnmatch
import json
import os
import re

FORMATS = {"string": ["date-time", "date", "email", "uri", "binary", "byte"],
           "integer": ["int32", "int64"], "number": ["float", "double"],
           "boolean": [], "object": []}
# Limit -> (keyword, types it may stand on). Clockify also puts bounds on numbers that
# it declares as text (page="0"), so "string" is allowed where a number is meant.
NUMBER_LIMITS = {"min": ("minimum", ("integer", "number", "string")),
                 "max": ("maximum", ("integer", "number", "string")),
                 "minLength": ("minLength", ("string",)),
                 "maxLength": ("maxLength", ("string",)),
                 "minItems": ("minItems", ("array",)),
                 "maxItems": ("maxItems", ("array",))}
FLAG_LIMITS = {"unique": "uniqueItems", "deprecated": "deprecated",
               "writeOnly": "writeOnly", "readOnly": "readOnly"}
WORDING_KINDS = ["info", "group", "tag", "server", "security", "response", "operation",
                 "parameter", "schema", "property"]
SUMMARY_LENGTH = 72


class Fault(Exception):
    """A cell that cannot be understood; the message is for the person who wrote it."""


class Report:
    """Collects the faults of all tables, so that one run names them all."""

    def __init__(self):
        self.lines = []

    def add(self, name, line, message):
        self.lines.append(f"{name}:{line}: {message}")


class Row:
    """One line of a table: its cells by column name, and where it stands."""

    def __init__(self, name, line, cells):
        self.name = name
        self.line = line
        self.cells = cells

    def __getitem__(self, column):
        return self.cells[column]

    def flag(self, column):
        """True for "yes", False for an empty cell."""
        if self[column] not in ("", "yes"):
            raise Fault(f"{column} must be empty or yes, not '{self[column]}'")
        return self[column] == "yes"


def check_header(name, number, header, columns, report):
    if header == columns:
        return True
    unknown = [column for column in header if column not in columns]
    missing = [column for column in columns if column not in header]
    report.add(name, number, f"the columns must be {', '.join(columns)}, in this order; unknown: "
               f"{', '.join(unknown) or 'none'}; missing: {', '.join(missing) or 'none'}")
    return False


def read_table(folder, name, columns, report):
    """Rows of a tab-separated file. Empty lines and lines that start with # are left out."""
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    rows = []
    has_header = False
    for number, text in enumerate(lines, 1):
        if not text or text.startswith("#"):
            continue
        cells = text.split("\t")
        if not has_header:
            has_header = True
            if not check_header(name, number, cells, columns, report):
                return []
        elif len(cells) != len(columns):
            report.add(name, number, f"{len(cells)} cells where {len(columns)} are needed")
        elif any(cell != cell.strip() for cell in cells):
            report.add(name, number, "space or a carriage return at the edge of a cell")
        else:
            rows.append(Row(name, number, dict(zip(columns, cells))))
    if not has_header:
        report.add(name, 1, "the table has no header")
    return rows


class Wording:
    """Our own sentences. Every row has to be used, every use has to find a row."""

    def __init__(self, rows, report):
        self.report = report
        self.rows = {}
        self.owned = {}
        self.used = set()
        self.missed = set()
        for row in rows:
            kind, key = row["kind"], row["key"]
            if kind not in WORDING_KINDS:
                report.add(row.name, row.line, f"unknown kind '{kind}'")
            elif (kind, key) in self.rows:
                report.add(row.name, row.line, f"{kind} '{key}' is worded twice")
            else:
                self.rows[kind, key] = row
                owners, dot, name = key.rpartition(".")
                if dot and kind in ("parameter", "property"):
                    self.owned.setdefault((kind, name), []).append((owners.split("|"), key))
                self.check(row)

    def check(self, row):
        summary, text = row["summary"], row["text"]
        is_sentence = row["kind"] not in ("info", "group")
        faults = []
        if bool(summary) != (row["kind"] == "operation"):
            faults.append("an operation, and nothing else, has a summary")
        if summary and (not summary[0].isupper() or summary.endswith(".") or
                        len(summary) > SUMMARY_LENGTH):
            faults.append("a summary starts with a capital, has no full stop and at most "
                          f"{SUMMARY_LENGTH} characters")
        if not text or "  " in text or "${" in text:
            faults.append("the text is empty, or has two spaces in a row or a placeholder")
        elif is_sentence and not (re.match("[A-Z`]", text) and text.endswith(".")):
            faults.append("a sentence starts with a capital and ends with a full stop")
        for fault in faults:
            self.report.add(row.name, row.line, fault)

    def find(self, row, kind, name, owners=()):
        """The row that words a name. Rows for one of its owners go before the name alone;
        among them the first in the table wins. row is who asks, for the report."""
        for patterns, key in self.owned.get((kind, name), []):
            if any(fnmatch.fnmatchcase(owner, pattern) for owner in owners for pattern in patterns):
                return self.take(kind, key)
        if (kind, name) in self.rows:
            return self.take(kind, name)
        if (kind, name) not in self.missed:
            self.missed.add((kind, name))
            who = f" of {owners[0]}" if owners else ""
            self.report.add(row.name, row.line, f"wording.tsv says nothing about {kind} '{name}'{who}")
        return None

    def take(self, kind, key):
        self.used.add((kind, key))
        return self.rows[kind, key]

    def text(self, row, kind, name, owners=()):
        found = self.find(row, kind, name, owners)
        return found["text"].replace("\\n", "\n") if found else ""

    def report_unused(self):
        for place, row in self.rows.items():
            if place not in self.used:
                self.report.add(row.name, row.line, f"no table needs {place[0]} '{place[1]}'")


class Types:
    """Reads the type language of the tables:
    string{A|B}, integer(int32), array<T>, inline{name:T!, name:T}, SchemaName."""

    BASIC = re.compile(r"(string|integer|number|boolean|object)(?:\{([^{}]*)\})?(?:\(([^()]*)\))?")

    def __init__(self, schema_names):
        self.schema_names = schema_names

    def read(self, text):
        if text.startswith("array<") and text.endswith(">"):
            return {"type": "array", "items": self.read(text[6:-1])}
        if text.startswith("inline{") and text.endswith("}"):
            return self.read_inline(text[7:-1])
        match = self.BASIC.fullmatch(text)
        if match:
            return self.read_basic(*match.groups())
        if text in self.schema_names:
            return {"$ref": f"#/components/schemas/{text}"}
        raise Fault(f"unknown type '{text}'")

    @staticmethod
    def read_basic(base, values, form):
        schema = {"type": base}
        if form is not None:
            if form not in FORMATS[base]:
                raise Fault(f"unknown format '{form}' of {base}")
            schema["format"] = form
        if values is not None:
            enum = values.split("|")
            if base != "string" or "" in enum or len(set(enum)) != len(enum):
                raise Fault(f"an enum needs a string type and different values: {{{values}}}")
            schema["enum"] = enum
        return schema

    def read_inline(self, text):
        properties, required = {}, []
        for field in text.split(", "):
            name, _, kind = field.partition(":")
            if kind.endswith("!"):
                required.append(name)
                kind = kind[:-1]
            if not name or name in properties:
                raise Fault(f"inline schema with a missing or repeated name: '{text}'")
            properties[name] = self.read(kind)
        schema = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        return schema


def read_default(schema, text):
    try:
        value = json.loads(text)
    except ValueError:
        raise Fault(f"default {text} is not JSON; text needs quotation marks") from None
    fits = {"boolean": isinstance(value, bool), "string": isinstance(value, str),
            "integer": isinstance(value, int) and not isinstance(value, bool)}
    if not fits.get(schema.get("type"), False) or value not in schema.get("enum", [value]):
        raise Fault(f"default {text} does not fit the type")
    schema["default"] = value


def apply_limit(schema, limit):
    """Adds one limit of a cell to a schema."""
    name, equals, value = limit.partition("=")
    if limit in FLAG_LIMITS:
        if limit == "unique" and schema.get("type") != "array":
            raise Fault("'unique' stands on something that is no array")
        schema[FLAG_LIMITS[limit]] = True
    elif equals and name in NUMBER_LIMITS:
        keyword, bases = NUMBER_LIMITS[name]
        if schema.get("type") not in bases or not re.fullmatch(r"-?\d+", value):
            raise Fault(f"limit '{limit}' does not fit the type")
        schema[keyword] = int(value)  # exact: one bound is beyond what a double can hold
    elif equals and name == "pattern" and schema.get("type") == "string":
        schema["pattern"] = value
    elif equals and name == "default":
        read_default(schema, value)
    elif equals and name == "item.default" and schema.get("type") == "array":
        read_default(schema["items"], value)
    else:
        raise Fault(f"unknown limit '{limit}'")


def apply_limits(schema, text):
    limits = text.split(", ") if text else []
    if limits and "$ref" in schema:
        raise Fault("limits beside a reference have no effect in OpenAPI 3.0")
    for limit in limits:
        apply_limit(schema, limit)
