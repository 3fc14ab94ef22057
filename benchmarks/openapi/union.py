#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes one large OpenAPI 3.1 description out of several: union.py OUT FOLDER

Takes the large descriptions in FOLDER (../shared/specs beside the source tree) several times, each copy with a prefix
of its own before its paths, operationIds, tags and component names, until there are 3,500 operations and 22 MB.
"""
import json
import pathlib
import sys

GITHUB, STRIPE, OPENAI, CLOCKIFY = (
    "github-3.0-2022-07.json", "stripe-3.0-2022-04.json", "openai-3.1.json", "openapi-clockify.json")
SOURCES = [GITHUB, STRIPE, OPENAI, CLOCKIFY, GITHUB, CLOCKIFY, GITHUB]
WANTED_BYTES = 22_000_000
WANTED_OPERATIONS = 3_500
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def renamed(value, prefix):
    """A copy in which every reference into the components leads to the prefixed ones."""
    if isinstance(value, dict):
        return {name: reference(member, prefix) if name == "$ref" else renamed(member, prefix)
                for name, member in value.items()}
    if isinstance(value, list):
        return [renamed(element, prefix) for element in value]
    return value


def reference(target, prefix):
    if not isinstance(target, str) or not target.startswith("#/components/"):
        return renamed(target, prefix)
    kind, name, *rest = target.removeprefix("#/components/").split("/", 2)
    return "/".join(["#/components", kind, prefix + name, *rest])


def add(union, document, prefix):
    """Puts a document into the union; returns how many operations it brought."""
    count = 0
    for path, item in document.get("paths", {}).items():
        item = renamed(item, prefix)
        for method, operation in item.items():
            if method in METHODS and isinstance(operation, dict):
                count += 1
                operation["operationId"] = prefix + operation.get("operationId", f"{method}{path}")
                operation["tags"] = [prefix + tag for tag in operation.get("tags", [])]
        union["paths"][f"/{prefix.rstrip('_')}{path}"] = item
    for kind, members in document.get("components", {}).items():
        target = union["components"].setdefault(kind, {})
        for name, member in members.items():
            target[prefix + name] = renamed(member, prefix)
    return count


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2])
    documents = [json.loads((folder / name).read_text(encoding="utf-8")) for name in SOURCES]
    union = {"openapi": "3.1.0", "info": {"title": "Union", "version": "1"},
             "servers": [{"url": "https://api.example.com"}], "paths": {}, "components": {}}
    operations = 0
    text = ""
    copy = 0
    while operations < WANTED_OPERATIONS or len(text) < WANTED_BYTES:
        operations += add(union, documents[copy % len(documents)], f"u{copy}_")
        text = json.dumps(union, ensure_ascii=False, indent=2)
        copy += 1
    pathlib.Path(sys.argv[1]).write_text(text, encoding="utf-8")
    print(f"{sys.argv[1]}: {len(text.encode('utf-8'))} bytes, {operations} operations, {copy} documents")


if __name__ == "__main__":
    main()
