# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds clockify.json against facts about Clockify that lie beside the source tree, in ../shared.

The tables there are written anew from the document and compared cell by cell; the generator's own
code is not used. The published document there is compared in structure, and none of its sentences
may stand in ours. Exits with 77, which CTest takes as skipped, where ../shared is absent.
"""

import csv
import json
import os
import re
import sys
import unittest

from test_document import SOURCE, load, operations

FACTS = os.path.join(os.path.dirname(SOURCE), "shared", "clockify")
PUBLISHED = os.path.join(os.path.dirname(SOURCE), "shared", "specs", "openapi-clockify.json")
SKIPPED = 77
LIMITS = {"minimum": "min", "maximum": "max", "uniqueItems": "unique"}
NOT_LIMITS = ("type", "format", "enum", "items", "description")

# Where our tables say more than those facts, each with its reason.
ENTITY_KINDS = ("array<string>", "array<string{CLIENTS|PROJECTS|TAGS|TASKS|SCHEDULED_ASSIGNMENT|TIME_ENTRY|"
                "TIME_ENTRY_RATE|TIME_ENTRY_CUSTOM_FIELD_VALUE}>")
CORRECTIONS = {  # (operationId, column): (what the facts say, what we say)
    # The published document lists the kinds in prose only.
    ("getCreatedEntityInfo", "queryParameters"): ENTITY_KINDS,
    ("getDeletedEntityInfo", "queryParameters"): ENTITY_KINDS,
    ("getUpdatedEntityInfo", "queryParameters"): ENTITY_KINDS,
    # The published document asks for one entry at least; the facts' table has no column for it.
    ("replaceMany", "bodySchema"): ("(required)", "(required, minItems=1)"),
}


def type_cell(schema):
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if schema["type"] == "array":
        return f"array<{type_cell(schema['items'])}>"
    enum = "{" + "|".join(schema["enum"]) + "}" if "enum" in schema else ""
    return schema["type"] + enum + (f"({schema['format']})" if "format" in schema else "")


def limits_cell(schema):
    limits = []
    for keyword, value in schema.items():
        if value is True and keyword in ("uniqueItems", "deprecated", "writeOnly"):
            limits.append(LIMITS.get(keyword, keyword))
        elif keyword == "pattern":
            limits.append(f"pattern={value}")
        elif keyword not in NOT_LIMITS and keyword != "$ref":
            limits.append(f"{LIMITS.get(keyword, keyword)}={json.dumps(value)}")
    if "default" in schema.get("items", {}):
        limits.append(f"item.default={json.dumps(schema['items']['default'])}")
    return ", ".join(limits)


def parameters_cell(operation, place):
    cells = []
    for parameter in operation.get("parameters", []):
        if parameter["in"] == place:
            need = "required" if parameter["required"] else "optional"
            limits = limits_cell(parameter["schema"])
            cells.append(":".join([parameter["name"], type_cell(parameter["schema"]), need, limits]).removesuffix(":"))
    return "; ".join(cells)


def content_cells(holder):
    """Media type and schema of a body or a response."""
    for media_type, media in holder.get("content", {}).items():
        schema = media["schema"]
        if "properties" in schema:
            fields = [f"{name}:{type_cell(field)}{'!' if name in schema.get('required', []) else ''}"
                      for name, field in schema["properties"].items()]
            return media_type, "inline{" + ", ".join(fields) + "}", limits_cell({})
        return media_type, type_cell(schema), limits_cell(schema)
    return "", "", ""


def operation_row(path, method, item):
    operation = item[method]
    body = operation.get("requestBody", {})
    body_type, body_schema, body_limits = content_cells(body)
    marks = ["required"] * body.get("required", False) + [body_limits] * bool(body_limits)
    (status, response), = operation["responses"].items()
    response_type, response_schema, _ = content_cells(response)
    return {"method": method.upper(), "path": path, "operationId": operation["operationId"],
            "tag": operation["tags"][0], "server": item["servers"][0]["url"],
            "pathParameters": parameters_cell(operation, "path"),
            "queryParameters": parameters_cell(operation, "query"),
            "bodyMediaType": body_type, "bodySchema": body_schema + (f" ({', '.join(marks)})" if marks else ""),
            "successStatus": status, "successMediaType": response_type, "successSchema": response_schema,
            "deprecated": "yes" if operation.get("deprecated") else "",
            "security(any of)": "|".join(name for entry in operation["security"] for name in entry)}


def schema_rows(name, schema):
    if "properties" not in schema:
        yield {"schema": name, "property": "(value)", "type": type_cell(schema), "limits": "one-variant oneOf wrapper",
               "required": "", "nullable": ""}
    for member, value in schema.get("properties", {}).items():
        yield {"schema": name, "property": member, "type": type_cell(value), "limits": limits_cell(value),
               "required": "yes" if member in schema.get("required", []) else "",
               "nullable": "yes" if value.get("nullable") else ""}


def read_facts(name):
    with open(os.path.join(FACTS, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@unittest.skipUnless(os.path.isdir(FACTS), f"{FACTS} is absent")
class TableTest(unittest.TestCase):
    maxDiff = None

    def test_operations(self):
        document = load()
        facts = {row["operationId"]: row for row in read_facts("operations.tsv")}
        self.assertEqual(len(facts), 166)
        ours = [operation_row(path, method, document["paths"][path]) for path, method, _ in operations(document)]
        self.assertEqual(len(ours), 166)
        unused = set(CORRECTIONS)
        for row in ours:
            expected = dict(facts[row["operationId"]])
            for column in expected:
                correction = CORRECTIONS.get((row["operationId"], column))
                if correction:
                    self.assertIn(correction[0], expected[column], "the facts have changed, so may the correction")
                    expected[column] = expected[column].replace(*correction)
                    unused.discard((row["operationId"], column))
            self.assertEqual(row, expected)
        self.assertEqual(unused, set())

    def test_schemas(self):
        facts = read_facts("schemas.tsv")
        self.assertEqual(len(facts), 1726)
        schemas = load()["components"]["schemas"]
        self.assertEqual(len(schemas), 275)
        ours = [row for name, schema in schemas.items() for row in schema_rows(name, schema)]
        for row, expected in zip(ours, facts):
            self.assertEqual(row, expected)
        self.assertEqual(len(ours), len(facts))


def texts(value):
    """Every description and summary below a value."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name in ("description", "summary", "title") and isinstance(member, str):
                yield member
            yield from texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from texts(member)


def sentences(document):
    found = set()
    for text in set(texts(document)):
        for sentence in re.split(r"(?<=[.!?:;])\s+|\n+", text):
            found.add(re.sub(r"\W+", " ", sentence).strip().lower())
    return {sentence for sentence in found if len(sentence) > 40}


@unittest.skipUnless(os.path.isfile(PUBLISHED), f"{PUBLISHED} is absent")
class PublishedTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ours = load()
        with open(PUBLISHED, encoding="utf-8") as file:
            cls.theirs = json.load(file)

    def test_same_operations(self):
        sets = [{(method, path, operation["operationId"], bool(operation.get("deprecated")), tuple(operation["tags"]))
                 for path, method, operation in operations(document)} for document in (self.ours, self.theirs)]
        self.assertEqual(sets[0] ^ sets[1], set())
        self.assertEqual(len(sets[0]), 166)

    def test_same_servers_and_security(self):
        for path, item in self.theirs["paths"].items():
            self.assertEqual([server["url"] for server in self.ours["paths"][path]["servers"]],
                             [server["url"] for server in item["servers"]])
        for path, method, operation in operations(self.theirs):
            self.assertEqual(self.ours["paths"][path][method]["security"], operation["security"], f"{method} {path}")

    def test_same_parameters(self):
        for path, method, operation in operations(self.theirs):
            sets = [{(parameter["in"], parameter["name"], parameter.get("required", False))
                     for parameter in document["paths"][path][method].get("parameters", [])}
                    for document in (self.ours, self.theirs)]
            self.assertEqual(sets[0], sets[1], f"{method} {path}")

    def test_same_bodies_and_responses(self):
        for path, method, theirs in operations(self.theirs):
            ours = self.ours["paths"][path][method]
            self.assertEqual(list(ours["responses"]), list(theirs["responses"]), f"{method} {path}")
            for holders in [(ours.get("requestBody", {}), theirs.get("requestBody", {}))] + \
                    [(ours["responses"][status], theirs["responses"][status]) for status in theirs["responses"]]:
                self.assertEqual(list(holders[0].get("content", {})), list(holders[1].get("content", {})), path)
                self.assertEqual(holders[0].get("required"), holders[1].get("required"), path)

    def test_same_schemas(self):
        ours, theirs = self.ours["components"]["schemas"], self.theirs["components"]["schemas"]
        self.assertEqual(list(ours), list(theirs))
        for name, schema in theirs.items():
            if "oneOf" in schema:
                self.assertEqual(ours[name]["enum"], schema["oneOf"][0]["enum"], name)
                continue
            self.assertEqual(set(ours[name]["properties"]), set(schema["properties"]), name)
            self.assertEqual(set(ours[name].get("required", [])), set(schema.get("required", [])), name)

    def test_no_sentence_is_theirs(self):
        theirs = sentences(self.theirs)
        self.assertGreater(len(theirs), 300)
        self.assertEqual(sentences(self.ours) & theirs, set())


if __name__ == "__main__":
    if not os.path.isdir(FACTS):
        print(f"skipped: {FACTS} is absent, so there is nothing to hold the document against")
        sys.exit(SKIPPED)
    unittest.main()
