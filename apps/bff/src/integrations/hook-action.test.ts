import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashAction } from "../decisions/action-hash.ts";
import { showCall } from "./hook-action.ts";
import { changeOf, diffOf } from "./hook-diff.ts";
import { allowOption, denyOption, permissionFor } from "./hook-permission.ts";
import { isRisky } from "./hook-risk.ts";
import type { HookContext } from "./hook-types.ts";
import { adapters } from "./hooks.service.ts";

const context: HookContext = { now: new Date("2026-11-21T10:00:00.000Z"), owner: "builder", host: "devbox", gate: true };

describe("what a card shows", () => {
  test.each([
    ["Bash", { command: "ls" }, "Run a command in shop?"],
    ["run_shell_command", { command: "ls" }, "Run a command in shop?"],
    ["Write", { file_path: "/a/new.ts", content: "x" }, "Write new.ts?"],
    ["Edit", { file_path: "/a/b.ts", old_string: "a", new_string: "b" }, "Edit b.ts?"],
    ["Read", { file_path: "/etc/passwd" }, "Use Read on passwd in shop?"],
    ["mcp__github__create_issue", { title: "A" }, "Use create_issue of github in shop?"],
    ["apply_patch", { command: "*** Begin Patch" }, "Change files in shop?"],
    ["WebFetch", { url: "https://a.example" }, "Use WebFetch in shop?"],
  ])("%s %j: %s", (tool, given, title) => {
    expect(showCall({ tool, input: given, cwd: "/home/dev/shop" }).title).toBe(title);
  });

  test("a tool of a server is shown with its whole input", () => {
    const shown = showCall({ tool: "mcp__a__b", input: { x: [1, { y: "z" }] } });
    expect(shown.action.command).toBe(JSON.stringify({ x: [1, { y: "z" }] }, null, 2));
    expect(shown.flaw).toBeUndefined();
  });

  const cwd = "/home/dev/shop";
  const asked = (tool: string, input: Record<string, unknown>) => permissionFor(context, { call: { tool, input, cwd }, ...byBuilder });
  const byBuilder = { asker: { vendor: "Claude Code", session: "s" }, options: [allowOption, denyOption] };

  test.each([
    { dangerouslyDisableSandbox: true },
    { sandbox_permissions: "require_escalated" },
    { sandbox_permissions: "with_additional_permissions", additional_permissions: { network: true } },
    { with_escalated_permissions: true },
  ])("outside the sandbox, by %j, a command is another one: so named, of high risk, and asked about at a gate", (flag) => {
    const call = { tool: "Bash", input: { command: "ls", ...flag }, cwd };
    expect(isRisky(call)).toBe(true);
    expect(isRisky({ ...call, input: { command: "ls" } })).toBe(false);
    const request = asked("Bash", call.input);
    expect(request).toMatchObject({
      title: "Run a command in shop, outside the sandbox?",
      body: expect.stringContaining("outside the sandbox"),
      risk: "high",
      action: { tool: "Bash (outside the sandbox)", command: "ls", cwd },
    });
    const hashes = [request, asked("Bash", { command: "ls" })].map(({ kind, title, action }) =>
      hashAction({ kind, title, action: action! }),
    );
    expect(new Set(hashes).size).toBe(2);
  });

  test.each([[{ run_in_background: true }], [{ is_background: true }], [{ mode: "async" }], [{ detach: true }]])(
    "in the background, by %j",
    (flag) => {
      const { title, action, risk } = asked("Bash", { command: "npm run dev", ...flag });
      expect([title, action?.tool, risk]).toEqual(["Run a command in shop, in the background?", "Bash (in the background)", undefined]);
    },
  );

  test("a switch that is off changes nothing of a card", () => {
    const off = { dangerouslyDisableSandbox: false, run_in_background: false, sandbox_permissions: "use_default", mode: "sync" };
    expect(asked("Bash", { command: "ls", ...off })).toEqual(asked("Bash", { command: "ls" }));
    const edit = { file_path: "/a/b.ts", old_string: "a", new_string: "b" };
    expect(asked("Edit", { ...edit, replace_all: false, expected_replacements: 1 })).toEqual(asked("Edit", edit));
  });

  test.each([
    [{ workdir: "/etc" }, "/etc"],
    [{ dir_path: "../other" }, "/home/dev/other"],
    [{ directory: "web" }, "/home/dev/shop/web"],
  ])("a shell's own folder, %j, is where it runs", (folder, runsIn) => {
    expect(asked("run_shell_command", { command: "ls", ...folder }).action?.cwd).toBe(runsIn);
  });

  test.each([
    ["Edit", { replace_all: true }, "@@ in every place @@"],
    ["edit", { replaceAll: true }, "@@ in every place @@"],
    ["replace", { allow_multiple: true }, "@@ in every place @@"],
    ["replace", { expected_replacements: 3 }, "@@ in 3 places @@"],
  ])("%s with %j says how often it changes the file", (tool, flag, place) => {
    const { action } = asked(tool, { file_path: "/a/b.ts", old_string: "a", new_string: "b", ...flag });
    expect(action?.diff).toBe(`--- /a/b.ts\n+++ /a/b.ts\n${place}\n-a\n+b`);
  });

  test("each of several edits says so for itself", () => {
    const edits = [
      { old_string: "a", new_string: "b" },
      { old_string: "c", new_string: "d", replace_all: true },
    ];
    const { action } = asked("MultiEdit", { file_path: "/b.ts", edits });
    expect(action?.diff).toBe("--- /b.ts\n+++ /b.ts\n@@\n-a\n+b\n@@ in every place @@\n-c\n+d");
  });

  test.each([
    [{ cell_id: "c1" }, "@@ cell c1 @@\n+x = 1"],
    [{ cell_id: "c1", edit_mode: "insert" }, "@@ new cell after c1 @@\n+x = 1"],
    [{ edit_mode: "insert" }, "@@ new cell @@\n+x = 1"],
    [{ cell_id: "c\n+1", edit_mode: "delete" }, "@@ cell c +1 is deleted @@"],
  ])("a notebook's cell, %j", (more, shown) => {
    const { action } = asked("NotebookEdit", { notebook_path: "/n.ipynb", new_source: "x = 1", ...more });
    expect(action?.diff).toBe(`--- /n.ipynb\n+++ /n.ipynb\n${shown}`);
  });

  test("what cannot be shown whole says so, and is of high risk", () => {
    const long = showCall({ tool: "Bash", input: { command: `echo ${"x".repeat(30_000)}; rm -rf ~` } });
    expect(long.action.command).toHaveLength(20_000);
    expect(long.flaw).toBe("The command is 30015 characters long; only the first 20000 are shown.");
    expect(showCall({ tool: "Bash", input: { command: "echo \0 hidden" } }).flaw).toBe("It holds characters that cannot be shown.");
    const question = adapters["claude-code"].toQuestion(
      { session_id: "s", hook_event_name: "PermissionRequest", tool_name: "Bash", tool_input: { command: "ls \ud800" } },
      context,
    );
    expect(question?.inputs[0]).toMatchObject({ risk: "high", body: expect.stringContaining("Look at it in the terminal") });
  });

  test("a change keeps the lines that stay as context", () => {
    expect(changeOf("a\nb\nc", "a\nB\nBB\nc")).toBe(" a\n-b\n+B\n+BB\n c");
    expect(changeOf("", "new\n")).toBe("+new");
    expect(changeOf("gone", "")).toBe("-gone");
    expect(changeOf("a\na", "a")).toBe(" a\n-a");
    expect(diffOf("/a\nb", [{ lines: "+x" }]).diff).toBe("--- /a b\n+++ /a b\n@@\n+x");
    expect(diffOf("a", [{ lines: "+".repeat(200_000) }])).toMatchObject({ cut: true, diff: expect.stringMatching(/characters more$/) });
  });

  test("property: a change read back gives both sides", () => {
    const text = fc.array(fc.constantFrom("a", "b", " c", "-d", "+e"), { maxLength: 8 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = changeOf(before, after).split("\n");
        const side = (sign: string) =>
          lines
            .filter((line) => line.startsWith(" ") || line.startsWith(sign))
            .map((line) => line.slice(1))
            .join("\n");
        expect([side("-"), side("+")]).toEqual([before, after]);
      }),
    );
  });
});
