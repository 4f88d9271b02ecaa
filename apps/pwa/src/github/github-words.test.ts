import { expect, test } from "vitest";
import { accountsOf, formAddress, isPrivate, lastWords } from "./github-words.ts";

test("the form of a repository and of an organisation; what is neither has none", () => {
  expect(formAddress(" acme/shop.api ")).toBe("https://github.com/acme/shop.api/settings/hooks/new");
  expect(formAddress("acme")).toBe("https://github.com/organizations/acme/settings/hooks/new");
  for (const name of ["", "a/b/c", "acme/", "../shop", "acme/shop?x=1", "javascript:alert(1)", "the shop"])
    expect(formAddress(name), name).toBeUndefined();
});

test("logins are read however they are put apart; what GitHub would not allow is none", () => {
  expect(accountsOf("@acme-agent, robo[bot]\nada")).toEqual(["acme-agent", "robo[bot]", "ada"]);
  expect(accountsOf("  ")).toEqual([]);
  for (const text of ["-acme", "acme agent!", "a_b"]) expect(accountsOf(text), text).toBeUndefined();
});

test("addresses that GitHub cannot reach are known by their name", () => {
  for (const host of [
    "localhost:8787",
    "127.0.0.1:8787",
    "devbox",
    "devbox.local",
    "192.168.1.4",
    "172.20.0.1",
    "100.101.2.3",
    "[::1]",
    "[fd00::1]",
  ])
    expect(isPrivate(`http://${host}`), host).toBe(true);
  for (const host of ["beckon.example.com", "devbox.example.ts.net", "172.15.0.1", "100.128.0.1", "[2001:db8::1]"])
    expect(isPrivate(`https://${host}`), host).toBe(false);
});

test("what came last is said in words", () => {
  const at = "2026-11-21T10:00:00.000Z";
  expect(lastWords({ at, event: "ping", outcome: "ignored", reason: "ping" })).toBe("GitHub said hello");
  expect(lastWords({ at, event: "pull_request", outcome: "taken" })).toBe("pull request taken");
  expect(lastWords({ at, event: "star", outcome: "ignored", reason: "not used here" })).toBe("star left aside: not used here");
});
