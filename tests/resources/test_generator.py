# SPDX-License-Identifier: GPL-3.0-or-later
"""Does resources/openapi/clockify/generate.py write what its tables say, and name what is wrong with them?"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from test_document import DOCUMENT, SOURCE

FOLDER = os.path.join(SOURCE, "resources", "openapi", "clockify")
sys.path.insert(0, FOLDER)
from generate import generate  # noqa: E402

TABLES = ("operations.tsv", "schemas.tsv", "wording.tsv")


class GeneratorTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="uw-generator-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.output = os.path.join(self.folder, "out.json")
        for name in TABLES:
            shutil.copy(os.path.join(FOLDER, name), self.folder)

    def run_it(self, *arguments):
        command = [sys.executable, os.path.join(FOLDER, "generate.py"), "--tables", self.folder,
                   "--output", self.output, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        self.assertNotIn("Traceback", done.stderr)
        return done

    def replace(self, name, old, new):
        """Changes the first line that holds old; returns its number."""
        path = os.path.join(self.folder, name)
        with open(path, encoding="utf-8", newline="") as file:
            lines = file.read().split("\n")
        number = next(i for i, line in enumerate(lines) if old in line)
        lines[number] = lines[number].replace(old, new, 1)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write("\n".join(lines))
        return number + 1

    def test_writes_the_committed_document(self):
        self.assertEqual(self.run_it().returncode, 0)
        with open(self.output, "rb") as ours, open(DOCUMENT, "rb") as committed:
            self.assertTrue(ours.read() == committed.read(), "run generate.py and commit what it writes")

    def test_check(self):
        self.assertEqual(self.run_it("--check").returncode, 2, "there is nothing to compare with yet")
        self.run_it()
        self.assertEqual(self.run_it("--check").returncode, 0)
        self.replace("wording.tsv", "Id of the add-on.", "Number of the add-on.")
        done = self.run_it("--check")
        self.assertEqual(done.returncode, 1)
        self.assertIn("out of date", done.stderr)

    def test_a_row_changes_the_document(self):
        self.replace("schemas.tsv", "AddUserToWorkspaceRequest\temail\tstring\tminLength=1\tyes\t",
                     'AddUserToWorkspaceRequest\temail\tstring(email)\tmaxLength=9, default="a"\t\tyes')
        self.assertEqual(self.run_it().returncode, 0)
        with open(self.output, encoding="utf-8") as file:
            schema = json.load(file)["components"]["schemas"]["AddUserToWorkspaceRequest"]
        self.assertNotIn("required", schema)
        email = schema["properties"]["email"]
        del email["description"]
        self.assertEqual(email, {"type": "string", "format": "email", "maxLength": 9, "default": "a", "nullable": True})

    def test_faults_are_named_with_their_line(self):
        cases = [
            # table, text to find, what to make of it, what the message must say
            ("schemas.tsv", "schema\tproperty", "schema\tmember", "unknown: member; missing: property"),
            ("operations.tsv", "method\tpath", "verb\tpath", "unknown: verb; missing: method"),
            ("schemas.tsv", "\tminLength=1\tyes\t", "\tminLength=1\tyes", "5 cells where 6 are needed"),
            ("schemas.tsv", "\tminLength=1\tyes\t", "\tminLength=1 \tyes\t", "space or a carriage return"),
            ("schemas.tsv", "\tminLength=1\tyes\t", "\tminLength=1\tyes\t\r", "space or a carriage return"),
            ("schemas.tsv", "\tstring\tminLength=1\tyes", "\ttext\tminLength=1\tyes", "unknown type 'text'"),
            ("schemas.tsv", "\tstring\tminLength=1\tyes", "\tstring(mail)\t\tyes", "unknown format 'mail' of string"),
            ("schemas.tsv", "string{TAX1|TAX2|", "string{TAX1|TAX1|", "needs a string type and different values"),
            ("schemas.tsv", "\tUserGroupIdsSchema\t", "\tUserGroupSchema\t", "unknown type 'UserGroupSchema'"),
            ("schemas.tsv", "\tUserGroupIdsSchema\t\t", "\tUserGroupIdsSchema\tminItems=1\t",
             "limits beside a reference"),
            ("schemas.tsv", "boolean\tdefault=false", "boolean\tdefault=no", "default no is not JSON"),
            ("schemas.tsv", "boolean\tdefault=false", "boolean\tdefault=0", "default 0 does not fit the type"),
            ("schemas.tsv", 'default="PROJECT"', 'default="TEAM"', 'default "TEAM" does not fit the type'),
            ("schemas.tsv", "\tminLength=1\tyes", "\tminLength=a\tyes", "limit 'minLength=a' does not fit the type"),
            ("schemas.tsv", "\tminLength=1\tyes", "\tshortest=1\tyes", "unknown limit 'shortest=1'"),
            ("schemas.tsv", "\tminLength=1\tyes", "\tunique\tyes", "'unique' stands on something that is no array"),
            ("schemas.tsv", "\tminLength=1\tyes", "\tminLength=1\ttrue", "required must be empty or yes, not 'true'"),
            ("schemas.tsv", "AddUsersToProjectRequestV1\tuserIds", "AddUsersToProjectRequestV1\tremove",
             "property 'remove' is empty or stands there twice"),
            ("schemas.tsv", "AddUsersToProjectRequestV1\tuserGroups", "AddUserToWorkspaceRequest\tuserGroups",
             "do not stand together"),
            ("schemas.tsv", "AccountStatus\t(value)", "Unneeded\t(value)", "nothing uses schema 'Unneeded'"),
            ("schemas.tsv", "AddUsersToProjectRequestV1\tremove", "AddUsersToProjectRequestV1\tundo",
             "wording.tsv says nothing about property 'undo' of AddUsersToProjectRequestV1"),
            ("operations.tsv", "GET\t/v1/user\t", "FETCH\t/v1/user\t", "unknown method 'FETCH'"),
            ("operations.tsv", "GET\t/v1/user\t", "GET\tv1/user\t", "does not start with a slash"),
            ("operations.tsv", "GET\t/v1/user\t", "POST\t/v1/file/image\t", "POST /v1/file/image stands there twice"),
            ("operations.tsv", "\tgetLoggedUser\t", "\tuploadImage\t", "operationId 'uploadImage' is empty or"),
            ("operations.tsv", "\tgetLoggedUser\t", "\tgetMe\t", "wording.tsv says nothing about operation 'getMe'"),
            ("operations.tsv", "\tgetLoggedUser\tUser\t", "\tgetLoggedUser\tPeople\t", "nothing about tag 'People'"),
            ("operations.tsv", "GET\t/v1/user\t", "GET\t/v1/user/{id}\t", "the path needs id, the row has none"),
            ("operations.tsv", "POST\t/v1/workspaces\tcreateWorkspace\tWorkspace\thttps://api.clockify.me/api",
             "POST\t/v1/workspaces\tcreateWorkspace\tWorkspace\thttps://reports.api.clockify.me",
             "another row of this path names the server"),
            ("operations.tsv", "include-memberships:boolean:optional", "include-memberships:boolean",
             "is not name:type:required or name:type:optional"),
            ("operations.tsv", "workspaceId:string:required", "workspaceId:string:optional", "must be required"),
            ("operations.tsv", "workspaceId:string:required; addonId:string:required",
             "workspaceId:string:required; workspaceId:string:required", "a path parameter stands there twice"),
            ("operations.tsv", "CreateWorkspaceRequestV1 (required)", "CreateWorkspaceRequestV1 (needed)",
             "limits beside a reference"),
            ("operations.tsv", "CreateWorkspaceRequestV1 (required)", "CreateWorkspaceRequestV1 required",
             "is not a schema with (required) after it"),
            ("operations.tsv", "multipart/form-data", "multipart", "unknown media type 'multipart'"),
            ("operations.tsv", "inline{file:string(binary)!}", "inline{file}", "unknown type ''"),
            ("operations.tsv", "\t200\tapplication/json", "\t302\tapplication/json", "'302' is no success status"),
            ("operations.tsv", "MarketplaceKeyAuth|", "ShopKeyAuth|", "unknown security scheme 'ShopKeyAuth'"),
            ("wording.tsv", "kind\tkey", "sort\tkey", "unknown: sort; missing: kind"),
            ("wording.tsv", "\tCreate a workspace\t", "\t\t", "an operation, and nothing else, has a summary"),
            ("wording.tsv", "\tCreate a workspace\t", "\tcreate a workspace.\t", "a summary starts with a capital"),
            ("wording.tsv", "\tGet a workspace\t", "\tCreate a workspace\t", "'createWorkspace' has the same summary"),
            ("wording.tsv", "\tId of the add-on.", "\tid of the add-on", "starts with a capital and ends with"),
            ("wording.tsv", "\tId of the add-on.", "\tId of  ${addon}.", "two spaces in a row or a placeholder"),
            ("wording.tsv", "parameter\taddonId\t", "parameter\tbookId\t\tId of a book.\nparameter\taddonId\t",
             "no table needs parameter 'bookId'"),
            ("wording.tsv", "parameter\taddonId\t", "argument\taddonId\t", "unknown kind 'argument'"),
            ("wording.tsv", "parameter\taddonId\t", "parameter\tworkspaceId\t", "'workspaceId' is worded twice"),
            ("wording.tsv", "Time entry|Approval|", "Approval|Approval|", "tag 'Approval' is also in 'Time'"),
            ("wording.tsv", "Time entry|Approval|", "Time entry|Consent|", "no operation has the tag 'Consent'"),
        ]
        for table, old, new, message in cases:
            with self.subTest(message=message):
                shutil.copy(os.path.join(FOLDER, table), self.folder)
                number = self.replace(table, old, new)
                document, faults = generate(self.folder)
                self.assertIsNone(document)
                told = [line for line in faults if message in line]
                self.assertTrue(told, faults)
                self.assertTrue(any(line.startswith(f"{table}:{number}:") for line in told), f"{number}: {told}")
            shutil.copy(os.path.join(FOLDER, table), self.folder)

    def test_a_fault_leaves_the_document_alone(self):
        number = self.replace("schemas.tsv", "\tstring\tminLength=1\tyes", "\ttext\tminLength=1\tyes")
        done = self.run_it()
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, f"schemas.tsv:{number}: unknown type 'text'\n")
        self.assertFalse(os.path.exists(self.output))

    def test_a_missing_table(self):
        os.remove(os.path.join(self.folder, "schemas.tsv"))
        done = self.run_it()
        self.assertEqual(done.returncode, 2)
        self.assertIn("schemas.tsv", done.stderr)

    def test_an_empty_table(self):
        with open(os.path.join(self.folder, "schemas.tsv"), "w", encoding="utf-8"):
            pass
        done = self.run_it()
        self.assertEqual(done.returncode, 2)
        self.assertIn("schemas.tsv:1: the table has no header", done.stderr)

    def test_a_table_that_is_not_text(self):
        with open(os.path.join(self.folder, "schemas.tsv"), "wb") as file:
            file.write(b"\xff\xfe\x00")
        self.assertEqual(self.run_it().returncode, 2)

    def test_an_output_that_cannot_be_written(self):
        self.output = os.path.join(self.folder, "absent", "out.json")
        done = self.run_it()
        self.assertEqual(done.returncode, 2)
        self.assertIn("absent", done.stderr)


if __name__ == "__main__":
    unittest.main()
