import { expect, test } from "vitest";
import { auditWords, detailWords } from "./audit-words.ts";

test("an action is said in words, one that is not known as it is written down", () => {
  expect(auditWords("person.role_changed")).toBe("Role changed");
  expect(auditWords("fleet.host_drained")).toBe("fleet host drained");
});

test("the name of a detail is words", () => {
  expect(detailWords("privateNotifications")).toBe("private notifications");
  expect(detailWords("from")).toBe("from");
});
