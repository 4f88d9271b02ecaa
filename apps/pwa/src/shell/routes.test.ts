import { describe, expect, test } from "vitest";
import { matchRoute, routes } from "./routes.ts";

describe("routes", () => {
  test.each([
    ["/", "now-page"],
    ["/fleet", "fleet-page"],
    ["/work", "work-page"],
    ["/work/tasks/tk_1", "task-page"],
    ["/work/workflows/wf_1", "workflow-page"],
    ["/agents/ag_1", "agent-page"],
    ["/value", "value-page"],
    ["/value/assumptions", "value-rows-page"],
    ["/history/", "history-page"],
    ["/settings/devices", "devices-page"],
    ["/pair", "pair-page"],
    ["/settings/none", "unknown-page"],
    ["/decisions", "unknown-page"],
  ])("%s is %s", (path, tag) => expect(matchRoute(path).route.tag).toBe(tag));

  test("a decision's id becomes a property, whatever is in it", () => {
    expect(matchRoute("/decisions/dr_1").params).toEqual({ requestId: "dr_1" });
    expect(matchRoute("/decisions/%E0%A4%A").params).toEqual({ requestId: "%E0%A4%A" });
  });

  test("only pairing is open without a session", () =>
    expect(routes.filter((route) => route.open).map(({ path }) => path)).toEqual(["/pair"]));
});
