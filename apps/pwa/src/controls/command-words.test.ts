import { describe, expect, test } from "vitest";
import { ago, now } from "../fleet/testing/rows.ts";
import { canCancel, commandSays, isOpen, shownCommands, tookOf } from "./command-words.ts";
import { aCommand } from "./testing/rows.ts";

const here = { name: "devbox", connected: true, lastSeenAt: ago(2) };
const away = { ...here, connected: false, lastSeenAt: ago(180) };

describe("how far a command has come", () => {
  test.each([
    [aCommand("1"), here, "Requested, on its way to devbox"],
    [aCommand("1"), away, /^Requested: no word from devbox since /u],
    [aCommand("1"), undefined, "Requested"],
    [aCommand("1", { via: "step" }), undefined, "Requested: takes effect at its next step"],
    [aCommand("1", { via: "step", kind: "message" }), undefined, "Waits: it reads this at its next step"],
    [aCommand("1", { via: "step", kind: "message", state: "delivered" }), undefined, "On its way with an answer to it"],
    [aCommand("1", { kind: "message", state: "done", requestedAt: ago(2), endedAt: ago(1.2) }), undefined, "Given to it, after 0.8 s"],
    [aCommand("1", { state: "delivered" }), here, "Delivered to devbox"],
    [aCommand("1", { state: "acknowledged" }), here, "devbox has begun"],
    [aCommand("1", { state: "acknowledged" }), undefined, "the machine has begun"],
    [aCommand("1", { state: "done", requestedAt: ago(2), endedAt: ago(1.2) }), here, "Done, in 0.8 s"],
    [aCommand("1", { state: "failed", result: "no such process" }), here, "Failed"],
    [aCommand("1", { state: "expired" }), away, "Expired: no word from devbox"],
    [aCommand("1", { state: "expired", result: "No word from devbox for 60 s" }), away, "Expired"],
    [aCommand("1", { state: "cancelled" }), here, "Taken back"],
  ])("%o", (command, doer, says) => {
    const said = commandSays(command, doer).says;
    if (typeof says === "string") expect(said).toBe(says);
    else expect(said).toMatch(says);
  });

  test.each([
    [0, "0.0 s"],
    [840, "0.8 s"],
    [59_900, "59.9 s"],
    [125_000, "2 min 5 s"],
  ])("%d ms are %s", (ms, words) =>
    expect(tookOf({ requestedAt: new Date(now).toISOString(), endedAt: new Date(now + ms).toISOString() })).toBe(words),
  );

  test("a clock that went back makes no negative time", () => expect(tookOf({ requestedAt: ago(0), endedAt: ago(5) })).toBe("0.0 s"));
});

test("only what nobody has begun can be taken back", () => {
  const states = ["requested", "delivered", "acknowledged", "done", "failed", "expired", "cancelled"] as const;
  expect(states.filter((state) => canCancel({ state }))).toEqual(["requested"]);
  expect(states.filter((state) => isOpen({ state }))).toEqual(["requested", "delivered", "acknowledged"]);
});

test("what is on its way is shown however old, what ended for ten minutes, three at most", () => {
  const old = ago(700);
  const shown = (...commands: Parameters<typeof shownCommands>[0]) => shownCommands(commands, now).map(({ id }) => id);
  expect(shown(aCommand("open", { requestedAt: old }), aCommand("ended", { state: "done", requestedAt: old, endedAt: old }))).toEqual([
    "open",
  ]);
  expect(shown(aCommand("just", { state: "done", requestedAt: old, endedAt: ago(590) }))).toEqual(["just"]);
  expect(shown(...["a", "b", "c", "d"].map((id) => aCommand(id)))).toEqual(["a", "b", "c"]);
});
