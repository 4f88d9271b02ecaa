import { expect, test } from "vitest";
import { aboutWords, auditWords, detailWords } from "./audit-words.ts";

test("an action is said in words, one that is not known as it is written down", () => {
  expect(auditWords("person.role_changed")).toBe("Role changed");
  expect(auditWords("fleet.host_drained")).toBe("fleet host drained");
});

test("the name of a detail is words", () => {
  expect(detailWords("privateNotifications")).toBe("private notifications");
  expect(detailWords("from")).toBe("from");
});

test("what it was done to is said where the details name it", () => {
  expect(aboutWords({ name: "nightly", scope: "agent" })).toBe("nightly");
  expect(aboutWords({ kind: "stop", of: "builder-2", at: "devbox" })).toBe("stop of builder-2 at devbox");
  expect(aboutWords({ kind: "stop", of: "builder-2" })).toBe("stop of builder-2");
  expect(aboutWords({ from: "owner", to: "viewer" })).toBe("");
});
