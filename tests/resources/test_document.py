# SPDX-License-Identifier: GPL-3.0-or-later
"""Is resources/openapi/clockify.json a sound OpenAPI 3.0 document? Needs nothing but the file."""

import json
import os
import re
import unittest

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DOCUMENT = os.path.join(SOURCE, "resources", "openapi", "clockify.json")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# What OpenAPI 3.0 knows in a schema and the tables use.
SCHEMA_KEYWORDS = {"type", "format", "enum", "default", "description", "items", "properties", "required", "nullable",
                   "minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems",
                   "deprecated", "writeOnly", "readOnly"}


def reject_duplicates(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError(f"an object holds a name twice: {names}")
    return dict(pairs)


def load():
    with open(DOCUMENT, encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=reject_duplicates)


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def schemas_in(value, place):
    """Every schema below a schema, itself included, with the place it stands at."""
    yield place, value
    for name, member in value.get("properties", {}).items():
        yield from schemas_in(member, f"{place}.{name}")
    if "items" in value:
        yield from schemas_in(value["items"], f"{place}[]")


class DocumentTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document = load()
        cls.operations = list(operations(cls.document))

    def all_schemas(self):
        for name, schema in self.document["components"]["schemas"].items():
            yield from schemas_in(schema, name)
        for path, method, operation in self.operations:
            place = f"{method} {path}"
            for parameter in operation.get("parameters", []):
                yield from schemas_in(parameter["schema"], f"{place} {parameter['name']}")
            for content in self.contents(operation):
                for media in content.values():
                    yield from schemas_in(media["schema"], place)

    @staticmethod
    def contents(operation):
        if "requestBody" in operation:
            yield operation["requestBody"]["content"]
        for response in operation["responses"].values():
            yield response.get("content", {})

    def test_frame(self):
        self.assertEqual(self.document["openapi"], "3.0.3")
        self.assertEqual(list(self.document["info"]), ["title", "description", "version"])
        for path, item in self.document["paths"].items():
            self.assertTrue(path.startswith("/v1/"), path)
            self.assertEqual(set(item) - set(METHODS), {"servers"}, path)
            self.assertEqual([server["url"].startswith("https://") for server in item["servers"]], [True], path)

    def test_every_reference_leads_to_a_schema(self):
        known = {f"#/components/schemas/{name}" for name in self.document["components"]["schemas"]}
        count = 0
        for place, schema in self.all_schemas():
            if "$ref" in schema:
                count += 1
                self.assertEqual(set(schema), {"$ref"}, f"{place}: what stands beside a reference is ignored")
                self.assertIn(schema["$ref"], known, place)
        self.assertGreater(count, 400)

    def test_every_schema_is_sound(self):
        for place, schema in self.all_schemas():
            if "$ref" in schema:
                continue
            self.assertEqual(set(schema) - SCHEMA_KEYWORDS, set(), place)
            self.assertIn(schema["type"], ("string", "integer", "number", "boolean", "object", "array"), place)
            self.assertEqual(schema["type"] == "array", "items" in schema, place)
            self.assertLessEqual(set(schema.get("required", [])), set(schema.get("properties", {})), place)
            enum = schema.get("enum", [])
            self.assertEqual(len(set(enum)), len(enum), place)
            if enum and "default" in schema:
                self.assertIn(schema["default"], enum, place)
            self.assertLessEqual(schema.get("minimum", 0), schema.get("maximum", schema.get("minimum", 0)), place)
            re.compile(schema.get("pattern", ""))

    def test_enums_are_plain_strings(self):
        enums = [name for name, schema in self.document["components"]["schemas"].items() if schema["type"] == "string"]
        self.assertEqual(len(enums), 11)
        for name in enums:
            self.assertEqual(set(self.document["components"]["schemas"][name]), {"description", "type", "enum"}, name)

    def test_a_bound_beyond_a_double_is_exact(self):
        with open(DOCUMENT, encoding="utf-8") as file:
            self.assertEqual(len(re.findall(r'"maximum": 92233720368547760\b(?!\.)', file.read())), 2)

    def test_placeholders_have_parameters(self):
        for path, method, operation in self.operations:
            parameters = operation.get("parameters", [])
            places = [(parameter["in"], parameter["name"]) for parameter in parameters]
            self.assertEqual(len(set(places)), len(places), path)
            self.assertEqual(sorted(name for place, name in places if place == "path"),
                             sorted(re.findall(r"\{([^}]*)\}", path)), f"{method} {path}")
            for parameter in parameters:
                self.assertIn(parameter["in"], ("path", "query"))
                self.assertTrue(parameter["required"] or parameter["in"] == "query", parameter["name"])

    def test_names_are_unique(self):
        for member in ("operationId", "summary"):
            values = [operation[member] for _, _, operation in self.operations]
            self.assertEqual(len(set(values)), len(values), member)
        tags = [tag["name"] for tag in self.document["tags"]]
        self.assertEqual(len(set(tags)), len(tags))
        self.assertEqual({operation["tags"][0] for _, _, operation in self.operations}, set(tags))
        grouped = [tag for group in self.document["x-tagGroups"] for tag in group["tags"]]
        self.assertEqual(sorted(grouped), sorted(tags))

    def test_security_is_declared(self):
        declared = self.document["components"]["securitySchemes"]
        self.assertEqual({name: scheme["name"] for name, scheme in declared.items()},
                         {"ApiKeyAuth": "X-Api-Key", "AddonKeyAuth": "X-Addon-Token",
                          "MarketplaceKeyAuth": "X-Marketplace-Token"})
        for path, method, operation in self.operations:
            for requirement in operation["security"]:
                self.assertEqual(list(requirement.values()), [[]], f"{method} {path}")
                self.assertIn(next(iter(requirement)), declared)
            self.assertTrue(operation["security"])

    def test_everything_is_described(self):
        for place, schema in self.all_schemas():
            if "$ref" not in schema and "." in place:
                self.assertTrue(schema.get("description") or place.endswith("[]"), place)
        for name, schema in self.document["components"]["schemas"].items():
            self.assertTrue(schema["description"], name)
        for path, method, operation in self.operations:
            self.assertRegex(operation["summary"], r"^[A-Z].*[^.]$", path)
            self.assertTrue(operation["description"].endswith("."), f"{method} {path}")
            for parameter in operation.get("parameters", []):
                self.assertTrue(parameter["description"], f"{method} {path} {parameter['name']}")
        for tag in self.document["tags"]:
            self.assertTrue(tag["description"], tag["name"])

    def test_a_cycle_is_only_where_it_belongs(self):
        schemas = self.document["components"]["schemas"]
        edges = {name: set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(schema)))
                 for name, schema in schemas.items()}
        cyclic = []
        for start in schemas:
            seen, waiting = set(), set(edges[start])
            while waiting:
                name = waiting.pop()
                seen.add(name)
                waiting |= edges[name] - seen
            if start in seen:
                cyclic.append(start)
        self.assertEqual(cyclic, ["GroupOneDto"])


if __name__ == "__main__":
    unittest.main()
