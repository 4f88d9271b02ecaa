import { expect, test } from "vitest";
import { type PushEnvironment, pushSupport, subscribeWords, supportWords } from "./push-support.ts";
import { keyBytes } from "./push-subscription.ts";

const chrome: PushEnvironment = {
  secure: true,
  serviceWorker: true,
  pushManager: true,
  notification: true,
  standalone: undefined,
  permission: "default",
};
const safariTab: PushEnvironment = { ...chrome, pushManager: false, notification: false, standalone: false };

test("each browser is told what stands in its way", () => {
  expect(pushSupport(chrome)).toBe("ok");
  expect(pushSupport({ ...chrome, permission: "denied" })).toBe("blocked");
  expect(pushSupport({ ...chrome, secure: false, serviceWorker: false })).toBe("insecure-context");
  expect(pushSupport(safariTab)).toBe("ios-install-first");
  expect(pushSupport({ ...chrome, standalone: true, permission: "granted" })).toBe("ok");
  expect(pushSupport({ ...safariTab, standalone: undefined })).toBe("unsupported");
});

test("all that stands in the way has words with what to do", () => {
  for (const support of ["blocked", "ios-install-first", "insecure-context", "unsupported"] as const)
    expect(supportWords[support]).toMatch(/\. .|, then|: tap/);
  expect(subscribeWords(new DOMException("", "NotAllowedError"))).toBe(supportWords.blocked);
  for (const name of ["AbortError", "InvalidStateError", "Whatever"])
    expect(subscribeWords(new DOMException("", name))).toContain("try again");
});

test("the server's key is read from URL-safe base64", () => {
  expect([...keyBytes("-_8A")]).toEqual([0xfb, 0xff, 0x00]);
});
