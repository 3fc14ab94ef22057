// SPDX-License-Identifier: GPL-3.0-or-later
// Signs requests with the packages that senders use and asks `uwh verify` about them; where a package can verify, its
// verdict has to be the same. Started by scripts/interop, which installs the packages beside a copy of this file.
//   node interop.mjs UWH FIXTURES
import {sign, verify} from "@octokit/webhooks-methods";
import {verifyKey} from "discord-interactions";
import {execFile} from "node:child_process";
import {createHmac, generateKeyPairSync, randomBytes, sign as signBytes} from "node:crypto";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import * as standardwebhooks from "standardwebhooks";
import * as svix from "svix";

const [, , uwh, fixtures] = process.argv;
const now = Math.floor(Date.now() / 1000);
const folder = await mkdtemp(join(tmpdir(), "uw-interop-"));
const cases = [];
let failures = 0;
let runs = 0;

const bodies = {
  ascii: '{"type":"user.created","data":{"id":1}}',
  unicode: '{"name":"Zo\u00eb \u2014 \u{1F600}","amount":12.50}',
  pretty: '{\n  "b": [1, 2],\n  "a": null\n}\n',
  large: JSON.stringify({type: "large", data: "x".repeat(50_000)}),
};

function run(args) {
  return new Promise((resolve) => {
    execFile(uwh, args, (error, stdout, stderr) => resolve({code: error ? error.code : 0, stdout, stderr}));
  });
}

// One request, judged by uwh; `expect` is the verdict, `theirs` what the package says (undefined: it has no say).
async function check(name, provider, secret, headers, body, expect, theirs) {
  ++runs;
  const bytes = Buffer.from(body);
  const lines = Object.entries(headers).map(([key, value]) => `${key}: ${value}`);
  const head = [`POST /webhooks/${provider} HTTP/1.1`, "Host: localhost", ...lines, `Content-Length: ${bytes.length}`, "", ""];
  const request = join(folder, "request");
  const key = join(folder, "secret");
  await writeFile(request, Buffer.concat([Buffer.from(head.join("\r\n")), bytes]));
  await writeFile(key, secret + "\n");
  const answer = await run(["verify", "--provider", provider, "--secret-file", key, "--request", request,
    "--received-at", new Date(now * 1000).toISOString()]);
  const verdict = answer.stdout ? JSON.parse(answer.stdout).verdict : answer.stderr.trim();
  const agrees = theirs === undefined || theirs === (expect === "valid");
  if (verdict !== expect || !agrees) {
    ++failures;
    console.error(`${name}: uwh says ${verdict}, the package ${theirs}, ${expect} was wanted`);
  }
  if (body.length < 1000)
    cases.push({provider, name, secret, method: "POST", url: "", target: `/webhooks/${provider}`, headers, body, now, expect,
      scheme: provider});
}

const accepts = (verifyIt) => {
  try {
    verifyIt();
    return true;
  } catch {
    return false;
  }
};

// The signing functions of both packages take the time as a Date; the verifying ones read the clock.
async function standard(module, provider, prefix) {
  for (const bytes of [24, 32, 64]) {
    const secret = "whsec_" + randomBytes(bytes).toString("base64");
    const webhook = new module.Webhook(secret);
    for (const [name, body] of Object.entries(bodies)) {
      const headers = {[prefix + "-id"]: "msg_" + bytes, [prefix + "-timestamp"]: String(now),
        [prefix + "-signature"]: webhook.sign("msg_" + bytes, new Date(now * 1000), body)};
      const label = `${provider} package, key of ${bytes}, ${name}`;
      await check(label, provider, secret, headers, body, "valid", accepts(() => webhook.verify(body, headers)));
      await check(label + ", without prefix", provider, secret.slice(6), headers, body, "valid",
        accepts(() => new module.Webhook(secret.slice(6)).verify(body, headers)));
      await check(label + ", changed", provider, secret, headers, body + " ", "invalid",
        accepts(() => webhook.verify(body + " ", headers)));
    }
    // The packages read the clock, which goes on while this runs: at the border only uwh is asked.
    for (const [age, expect, hasSay] of [[299, "valid", false], [302, "stale", true], [-302, "stale", false], [-400, "stale", true]]) {
      const time = now - age;
      const headers = {[prefix + "-id"]: "old", [prefix + "-timestamp"]: String(time),
        [prefix + "-signature"]: webhook.sign("old", new Date(time * 1000), "{}")};
      await check(`${provider} package, key of ${bytes}, signed ${age} s before`, provider, secret, headers, "{}", expect,
        hasSay ? accepts(() => webhook.verify("{}", headers)) : undefined);
    }
  }
}

async function github() {
  for (const secret of ["s3cret", "It's a Secret to Everybody", "\u00fcml\u00e4ut"]) {
    for (const [name, body] of Object.entries(bodies)) {
      const headers = {"X-Hub-Signature-256": await sign(secret, body)};
      const label = `octokit package, ${secret}, ${name}`;
      await check(label, "github", secret, headers, body, "valid", await verify(secret, body, headers["X-Hub-Signature-256"]));
      await check(label + ", changed", "github", secret, headers, body + "\n", "invalid",
        await verify(secret, body + "\n", headers["X-Hub-Signature-256"]));
    }
  }
}

async function discord() {
  const {publicKey, privateKey} = generateKeyPairSync("ed25519");
  const hex = publicKey.export({format: "der", type: "spki"}).subarray(-32).toString("hex");
  for (const [name, body] of Object.entries(bodies)) {
    const signature = signBytes(null, Buffer.from(now + body), privateKey).toString("hex");
    const headers = {"X-Signature-Ed25519": signature, "X-Signature-Timestamp": String(now)};
    await check(`discord package, ${name}`, "discord", hex, headers, body, "valid",
      await verifyKey(body, signature, String(now), hex));
    await check(`discord package, ${name}, changed`, "discord", hex, headers, body + " ", "invalid",
      await verifyKey(body + " ", signature, String(now), hex));
  }
}

// The fixtures made with openssl, as the packages see them.
async function crossCheck() {
  const {cases: theirs} = JSON.parse(await readFile(join(fixtures, "signatures.json"), "utf8"));
  for (const item of theirs) {
    let verdict;
    if (item.provider === "github" && item.headers["X-Hub-Signature-256"])
      verdict = await verify(item.secret, item.body, item.headers["X-Hub-Signature-256"]);
    else if (item.provider === "discord")
      verdict = await verifyKey(item.body, item.headers["X-Signature-Ed25519"], item.headers["X-Signature-Timestamp"], item.secret);
    else
      continue;
    ++runs;
    if (verdict !== (item.expect === "valid")) {
      ++failures;
      console.error(`${item.provider}: ${item.name}: the package says ${verdict}, the fixture ${item.expect}`);
    }
  }
}

await standard(standardwebhooks, "standard", "webhook");
await standard(svix, "svix", "svix");
await github();
await discord();
await crossCheck();
// A package that signs like everybody else would prove nothing: the digest is recomputed once by hand.
const probe = cases.find((item) => item.provider === "github");
if ("sha256=" + createHmac("sha256", probe.secret).update(probe.body).digest("hex") !== probe.headers["X-Hub-Signature-256"])
  ++failures;
await rm(folder, {recursive: true});
if (failures === 0) {
  const text = JSON.stringify({about: "Made by scripts/interop with packages from npm; do not edit.", cases}, null, 1);
  await writeFile(join(fixtures, "interop.json"), text + "\n");
}
console.log(`${runs} checks, ${failures} failed, ${cases.length} fixtures`);
process.exit(failures === 0 ? 0 : 1);
