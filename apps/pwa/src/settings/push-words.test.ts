import { expect, test } from "vitest";
import { pushSummary } from "./push-words.ts";
import type { PushState } from "./push.store.ts";

const state = (more: Partial<PushState>): PushState => ({
  support: "ok",
  permission: "granted",
  wanted: true,
  subscribed: true,
  busy: false,
  ...more,
});

test.each([
  [{}, "On for this device"],
  [{ subscribed: false }, "Stopped on this device"],
  [{ subscribed: false, wanted: false }, "Off for this device"],
  [{ subscribed: false, busy: true }, "One moment"],
  [{ support: "blocked" }, "Blocked in this browser"],
  [{ support: "ios-install-first" }, "Needs the app on the home screen"],
] as const)("%j is %s", (more, words) => expect(pushSummary(state(more))).toBe(words));
