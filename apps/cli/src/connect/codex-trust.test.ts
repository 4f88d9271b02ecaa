import { pasteBlock } from "@beckon/agent-setup/paste-block";
import { codex } from "@beckon/agent-setup/codex";
import { expect, test } from "vitest";
import { codexTrust } from "./codex-trust.ts";

// What Codex 0.169.0 itself says of these hooks (`hooks/list` of its app-server, field currentHash); the tenth, Interrupt, came later.
const hashes: Record<string, string> = {
  pre_tool_use: "c04bfcdcd08c03ea9770e369f4f4ae42217d34b720669b2cde50ebcfadb1e9fa",
  permission_request: "5913e26bcce544d53d26086f7f88508ecf177a80f5a18f6346654db70af52722",
  post_tool_use: "a45f18def80c1447f9dd915c0ecaeba0d33505bfa7fdf8983dca8bbf969be00b",
  session_start: "bacf00a18b60329347dc5559e62f63311cde46f45449d64ec761232b6e37e81c",
  session_end: "bb18fcbbdd50fd4188b17944c6c9214cdc99c9110a40cad21e3f9f4d9e228239",
  user_prompt_submit: "64d39d8d12ee678b4badb61dc34cd4028751730431327937ef35b1c07c167d8d",
  subagent_start: "06cd56731b78b1c41be1579bc456137557bce76bd3050505949c7d3225712155",
  subagent_stop: "48c972ec43615dd62da8752f695d3b15e471bdc23bbdcff253bc8534d2328ce2",
  stop: "347fa7c2170aa541d043d4de0afc12d49667fe51edb18d407533e6f1e0049bd6",
};
const connection = { origin: "http://localhost:8787", token: "t" };
const settings = pasteBlock(codex.files(connection)[0]!);
const state = (entries: [string, string][], index = "0:0") =>
  entries
    .map(([event, hash]) => `\n[hooks.state."/home/dev/.codex/config.toml:${event}:${index}"]\ntrusted_hash = "sha256:${hash}"\n`)
    .join("");

test("hooks are trusted where Codex noted the hash that it makes of them", () => {
  expect(codexTrust(settings, connection)).toEqual({ trusted: 0, of: 10 });
  expect(codexTrust(settings + state(Object.entries(hashes)), connection)).toEqual({ trusted: 9, of: 10 });
  expect(codexTrust(settings + state([["stop", hashes.stop!]]), connection)).toEqual({ trusted: 1, of: 10 });
});

test("not where the hook was changed since, is another one, or is not there", () => {
  const all = state(Object.entries(hashes));
  expect(codexTrust(settings + all, { ...connection, beckon: "/elsewhere/beckon" })).toEqual({ trusted: 0, of: 10 });
  expect(codexTrust(settings + state(Object.entries(hashes), "1:0"), connection)).toEqual({ trusted: 0, of: 10 });
  expect(codexTrust(all, connection)).toEqual({ trusted: 0, of: 10 });
});

test("one of the user's before ours: ours is the second", () => {
  const before = '[[hooks.Stop]]\n[[hooks.Stop.hooks]]\ntype = "command"\ncommand = "mine"\n\n';
  expect(codexTrust(before + settings + state([["stop", hashes.stop!]], "1:0"), connection)).toEqual({ trusted: 1, of: 10 });
  expect(codexTrust(before + settings + state([["stop", hashes.stop!]], "0:0"), connection)).toEqual({ trusted: 0, of: 10 });
});
