import type { Happening } from "@beckon/contracts/agents";
import { describe, expect, test } from "vitest";
import { withoutEchoes } from "./happenings.ts";

const at = (seconds: number) => new Date(Date.parse("2026-11-21T10:00:00Z") + seconds * 1_000).toISOString();

describe("what telemetry and hooks tell twice without a common id", () => {
  test("is one happening, with what either knew", () => {
    const told: Happening[] = [
      { at: at(0), kind: "turn.started" },
      { at: at(1), kind: "turn.started", text: "Add the column" },
      { at: at(5), kind: "tool.ended", tool: "run_shell_command", ok: true, text: "pnpm test" },
      { at: at(6), kind: "tool.ended", tool: "run_shell_command", ok: true, durationMs: 900 },
    ];
    expect(withoutEchoes(told)).toEqual([
      { at: at(0), kind: "turn.started", text: "Add the column" },
      { at: at(5), kind: "tool.ended", tool: "run_shell_command", ok: true, text: "pnpm test", durationMs: 900 },
    ]);
  });

  test.each<[string, Happening, Happening]>([
    [
      "two calls that each say what they did",
      { at: at(0), kind: "tool.ended", tool: "Bash", text: "ls" },
      { at: at(1), kind: "tool.ended", tool: "Bash", text: "ls" },
    ],
    ["two calls of which neither says", { at: at(0), kind: "tool.ended", tool: "Read" }, { at: at(1), kind: "tool.ended", tool: "Read" }],
    [
      "one that went well and one that did not",
      { at: at(0), kind: "tool.ended", tool: "Bash", ok: true },
      { at: at(1), kind: "tool.ended", tool: "Bash", ok: false, text: "ls" },
    ],
    ["two prompts", { at: at(0), kind: "turn.started", text: "a" }, { at: at(1), kind: "turn.started", text: "b" }],
    ["the same much later", { at: at(0), kind: "turn.started" }, { at: at(9), kind: "turn.started", text: "a" }],
    ["other things", { at: at(0), kind: "context.compacted" }, { at: at(0), kind: "context.compacted" }],
  ])("%s stay two", (_, a, b) => expect(withoutEchoes([a, b])).toEqual([a, b]));
});
