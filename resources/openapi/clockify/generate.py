#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes clockify.json, an OpenAPI 3.0 description of Clockify's API.

Facts come from operations.tsv and schemas.tsv, sentences from wording.tsv, all in
this folder. A change of the API is a change of a row; README.md says how.

    generate.py            writes ../clockify.json
    generate.py --check    compares it with what would be written

Exit 0: written, or up to date. 1: out of date. 2: a table cannot be read or is wrong;
every fault is printed with its file and line.
"""

import argparse
import json
import os
import re
import sys

sys.dont_write_bytecode = True  # a source tree stays as it was, also when it is read-only

from tables import Fault, Report, Row, Types, Wording, apply_limits, read_table  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
OUTPUT = os.path.join(os.path.dirname(HERE), "clockify.json")

OPERATION_COLUMNS = ["method", "path", "operationId", "tag", "server", "pathParameters",
                     "queryParameters", "bodyMediaType", "bodySchema", "successStatus",
                     "successMediaType", "successSchema", "deprecated", "security(any of)"]
SCHEMA_COLUMNS = ["schema", "property", "type", "limits", "required", "nullable"]
WORDING_COLUMNS = ["kind", "key", "summary", "text"]

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
# The tables name the schemes; which header carries a key is stated here.
SECURITY_HEADERS = {"ApiKeyAuth": "X-Api-Key", "AddonKeyAuth": "X-Addon-Token",
                    "MarketplaceKeyAuth": "X-Marketplace-Token"}
# The published document wraps eleven enums in an object; here they are plain strings.
ENUM_WRAPPER = "one-variant oneOf wrapper"


class Builder:
    """Puts the document together, in the order of the tables."""

    def __init__(self, operations, schemas, wording, report):
        self.operations = operations
        self.schemas = schemas
        self.wording = wording
        self.report = report
        self.types = Types({row["schema"] for row in schemas})
        self.paths = {}
        self.tags = {}
        self.components = {}
        self.security = {}
        self.operation_ids = set()
        self.summaries = {}

    def build(self):
        for row in self.schemas:
            self.guard(row, self.add_property)
        for row in self.operations:
            self.guard(row, self.add_operation)
        document = {"openapi": "3.0.3", "info": self.info(), "tags": list(self.tags.values()),
                    "x-tagGroups": self.groups(), "paths": self.paths,
                    "components": {"schemas": self.components, "securitySchemes": self.security}}
        self.report_unneeded()
        if not self.report.lines:  # a row that failed did not come to ask for its wording
            self.wording.report_unused()
        return document

    def guard(self, row, function):
        try:
            function(row)
        except Fault as fault:
            self.report.add(row.name, row.line, str(fault))

    # Schemas

    def add_property(self, row):
        name = row["schema"]
        if name not in self.components:
            self.components[name] = {"description": self.wording.text(row, "schema", name)}
        elif name != next(reversed(self.components)):
            raise Fault(f"the rows of '{name}' do not stand together")
        if row["property"] == "(value)":
            self.add_value(row, self.components[name])
        else:
            self.add_member(row, self.components[name])

    def add_value(self, row, schema):
        if len(schema) > 1:
            raise Fault(f"'{row['schema']}' has a value and something else")
        if row["limits"] not in ("", ENUM_WRAPPER):
            raise Fault(f"unknown limit '{row['limits']}'")
        schema.update(self.types.read(row["type"]))

    def add_member(self, row, schema):
        name = row["property"]
        if schema.setdefault("type", "object") != "object":
            raise Fault(f"'{row['schema']}' has a value and properties")
        if not name or name in schema.setdefault("properties", {}):
            raise Fault(f"property '{name}' is empty or stands there twice")
        if row.flag("required"):
            schema.setdefault("required", []).append(name)
        member = self.types.read(row["type"])
        schema["properties"][name] = member
        apply_limits(member, row["limits"])
        if row.flag("nullable"):
            if "$ref" in member:
                raise Fault("'nullable' beside a reference has no effect in OpenAPI 3.0")
            member["nullable"] = True
        if "$ref" not in member:  # what a reference points to has a description of its own
            member["description"] = self.wording.text(row, "property", name, [row["schema"]])

    # Operations

    def add_operation(self, row):
        method, path, name = row["method"], row["path"], row["operationId"]
        if method not in METHODS:
            raise Fault(f"unknown method '{method}'")
        if not path.startswith("/"):
            raise Fault(f"path '{path}' does not start with a slash")
        if not name or name in self.operation_ids:
            raise Fault(f"operationId '{name}' is empty or stands there twice")
        self.operation_ids.add(name)
        item = self.paths.setdefault(path, {"servers": [self.server(row)]})
        if method.lower() in item:
            raise Fault(f"{method} {path} stands there twice")
        if item["servers"][0]["url"] != row["server"]:
            raise Fault(f"another row of this path names the server '{item['servers'][0]['url']}'")
        item[method.lower()] = self.operation(row)

    def server(self, row):
        return {"url": row["server"], "description": self.wording.text(row, "server", row["server"])}

    def operation(self, row):
        name = row["operationId"]
        self.add_tag(row)
        operation = {"tags": [row["tag"]], **self.words(row), "operationId": name}
        parameters = self.parameters(row, "path") + self.parameters(row, "query")
        self.check_placeholders(row, parameters)
        if parameters:
            operation["parameters"] = parameters
        if row["bodySchema"] or row["bodyMediaType"]:
            operation["requestBody"] = self.body(row)
        operation["responses"] = {row["successStatus"]: self.response(row)}
        if row.flag("deprecated"):
            operation["deprecated"] = True
        operation["security"] = self.requirements(row)
        return operation

    def words(self, row):
        name = row["operationId"]
        words = self.wording.find(row, "operation", name)
        if not words:
            return {"summary": "", "description": ""}
        other = self.summaries.setdefault(words["summary"], name)
        if other != name:
            self.report.add(words.name, words.line, f"'{other}' has the same summary")
        return {"summary": words["summary"], "description": words["text"]}

    def add_tag(self, row):
        tag = row["tag"]
        if tag not in self.tags:
            self.tags[tag] = {"name": tag, "description": self.wording.text(row, "tag", tag)}

    def parameters(self, row, place):
        text = row[f"{place}Parameters"]
        parameters = [self.parameter(row, place, cell) for cell in text.split("; ")] if text else []
        names = [parameter["name"] for parameter in parameters]
        if len(set(names)) != len(names):
            raise Fault(f"a {place} parameter stands there twice")
        return parameters

    def parameter(self, row, place, cell):
        parts = cell.split(":", 3)
        if len(parts) < 3 or not parts[0] or parts[2] not in ("required", "optional"):
            raise Fault(f"'{cell}' is not name:type:required or name:type:optional, with limits after")
        name, kind, need = parts[:3]
        if place == "path" and need != "required":
            raise Fault(f"path parameter '{name}' must be required")
        schema = self.types.read(kind)
        apply_limits(schema, parts[3] if len(parts) == 4 else "")
        text = self.wording.text(row, "parameter", name, [row["operationId"], row["tag"]])
        return {"name": name, "in": place, "description": text, "required": need == "required",
                "schema": schema}

    @staticmethod
    def check_placeholders(row, parameters):
        wanted = re.findall(r"\{([^{}]*)\}", row["path"])
        given = [parameter["name"] for parameter in parameters if parameter["in"] == "path"]
        if sorted(wanted) != sorted(given):
            raise Fault(f"the path needs {', '.join(wanted) or 'no parameters'}, "
                        f"the row has {', '.join(given) or 'none'}")

    def content(self, row, media_type, schema):
        if not re.fullmatch(r"[\w*-]+/[\w*+.-]+", media_type):
            raise Fault(f"unknown media type '{media_type}'")
        for name, field in schema.get("properties", {}).items():
            field["description"] = self.wording.text(row, "property", name, [row["operationId"]])
        return {media_type: {"schema": schema}}

    def body(self, row):
        """A schema, and after it in brackets: required, limits of the body itself."""
        match = re.fullmatch(r"(inline\{.*\}|\S+)(?: \((required)?(?:, )?([^()]*)\))?", row["bodySchema"])
        if not match:
            raise Fault(f"body '{row['bodySchema']}' is not a schema with (required) after it")
        schema = self.types.read(match[1])
        apply_limits(schema, match[3] or "")
        body = {"content": self.content(row, row["bodyMediaType"], schema)}
        if match[2]:
            body["required"] = True
        return body

    def response(self, row):
        status = row["successStatus"]
        if not re.fullmatch(r"2\d\d", status):
            raise Fault(f"'{status}' is no success status")
        response = {"description": self.wording.text(row, "response", status)}
        if row["successSchema"] or row["successMediaType"]:
            schema = self.types.read(row["successSchema"])
            response["content"] = self.content(row, row["successMediaType"], schema)
        return response

    def requirements(self, row):
        """Any one of the schemes is enough, which in OpenAPI is one list entry each."""
        schemes = row["security(any of)"].split("|")
        for scheme in schemes:
            if scheme not in SECURITY_HEADERS:
                raise Fault(f"unknown security scheme '{scheme}'")
            if scheme not in self.security:
                self.security[scheme] = {"type": "apiKey", "in": "header",
                                         "name": SECURITY_HEADERS[scheme],
                                         "description": self.wording.text(row, "security", scheme)}
        return [{scheme: []} for scheme in schemes]

    # The frame

    def info(self):
        anyone = Row("wording.tsv", 1, {})
        return {name: self.wording.text(anyone, "info", name)
                for name in ("title", "description", "version")}

    def groups(self):
        groups, seen = [], {}
        for kind, name in list(self.wording.rows):
            if kind != "group":
                continue
            row = self.wording.take(kind, name)
            tags = row["text"].split("|")
            for tag in tags:
                if tag not in self.tags:
                    self.report.add(row.name, row.line, f"no operation has the tag '{tag}'")
                if tag in seen:
                    self.report.add(row.name, row.line, f"tag '{tag}' is also in '{seen[tag]}'")
                seen[tag] = name
            groups.append({"name": name, "tags": tags})
        for tag in self.tags:
            if tag not in seen:
                self.report.add("wording.tsv", 1, f"tag '{tag}' is in no group")
        return groups

    def report_unneeded(self):
        """A schema that no other row names is most likely a slip in a name."""
        cells = [(row[column], None) for row in self.operations for column in ("bodySchema", "successSchema")]
        cells += [(row["type"], row["schema"]) for row in self.schemas]
        needed = {name for cell, owner in cells for name in re.findall(r"\w+", cell) if name != owner}
        told = set()
        for row in self.schemas:
            if row["schema"] not in needed | told:
                told.add(row["schema"])
                self.report.add(row.name, row.line, f"nothing uses schema '{row['schema']}'")


def generate(folder):
    """The document as text, or None, and the faults that were found."""
    report = Report()
    operations = read_table(folder, "operations.tsv", OPERATION_COLUMNS, report)
    schemas = read_table(folder, "schemas.tsv", SCHEMA_COLUMNS, report)
    words = read_table(folder, "wording.tsv", WORDING_COLUMNS, report)
    if report.lines:
        return None, report.lines
    document = Builder(operations, schemas, Wording(words, report), report).build()
    if report.lines:
        return None, report.lines
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n", []


def main(arguments):
    parser = argparse.ArgumentParser(description="Writes the OpenAPI description of Clockify's API.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--tables", default=HERE, help="folder of the three tables")
    parser.add_argument("--output", default=OUTPUT, help="file to write or to compare with")
    options = parser.parse_args(arguments)
    try:
        text, faults = generate(options.tables)
        for fault in faults:
            print(fault, file=sys.stderr)
        if text is None:
            return 2
        if not options.check:
            with open(options.output, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            return 0
        with open(options.output, encoding="utf-8", newline="") as file:
            if file.read() == text:
                return 0
    except (OSError, UnicodeDecodeError) as error:
        print(f"generate.py: {error}", file=sys.stderr)
        return 2
    print(f"{options.output} is out of date: run {os.path.basename(__file__)} and commit the result",
          file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
