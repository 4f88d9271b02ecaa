import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { taskPriority, taskStatus, type TaskPriority, type TaskStatus } from "@beckon/contracts/tasks";
import fc from "fast-check";
import { expect, test } from "vitest";
import { editText } from "./edit-text.ts";
import { readFileTasks } from "./read-file.ts";

type Wish = { status?: TaskStatus; priority?: TaskPriority; document?: number; toPath?: string };
const edit = (text: string, { document = 0, toPath, ...wish }: Wish, path = "x/a.yaml") => {
  const result = editText(path, new TextEncoder().encode(text), { document, ...wish, toPath: toPath ?? path });
  return "refused" in result ? result : new TextDecoder("utf-8", { ignoreBOM: true }).decode(result.bytes);
};

test.each<[string, Wish, string]>([
  ["status: pending # soon\n", { status: "blocked" }, "status: blocked # soon\n"],
  [
    "title: x\nstatus:   'To Do'   # c\npriority: P2\n",
    { status: "completed", priority: "critical" },
    "title: x\nstatus:   'Done'   # c\npriority: P0\n",
  ],
  ['\uFEFFStatus: "IN_PROGRESS"\r\nprio: HIGH\r\n', { status: "timed_out", priority: "low" }, '\uFEFFStatus: "TIMED_OUT"\r\nprio: LOW\r\n'],
  ["{title: a, status: open, priority: 1}", { status: "completed", priority: "medium" }, "{title: a, status: closed, priority: 2}"],
  ["state: in-progress\n", { status: "pending" }, "state: pending\n"],
  ["state: Pending\n", { status: "in_progress" }, "state: In_Progress\n"],
  ["state: notStarted\n", { status: "in_progress" }, "state: inProgress\n"],
  ["priority: Normal\n", { priority: "high" }, "priority: High\n"],
  ["priority: p1\n", { priority: "low" }, "priority: p3\n"],
  ["status: done\n", { status: "completed" }, "status: done\n"],
  [
    "a: 1\nstatus: todo\n---\n# two\nstatus: todo\n...\n",
    { document: 1, status: "in_progress" },
    "a: 1\nstatus: todo\n---\n# two\nstatus: in_progress\n...\n",
  ],
  ["tasks:\n- {status: todo}\n-  status: todo\n", { document: 1, status: "blocked" }, "tasks:\n- {status: todo}\n-  status: blocked\n"],
  ["status: low\npriority: low\npriority:  low\n", { priority: "high" }, "status: low\npriority: low\npriority:  high\n"],
  ["metadata:\n  priority: low # inner\n", { priority: "high" }, "metadata:\n  priority: high # inner\n"],
])("%j %j", (text, wish, written) => {
  expect(edit(text, wish)).toBe(written);
});

test("the head of a Markdown file is changed, its text is not", () => {
  const text = "---\r\nstatus: pending\r\n---\r\n# status: pending\r\n";
  expect(edit(text, { status: "blocked" }, "x/a.md")).toBe("---\r\nstatus: blocked\r\n---\r\n# status: pending\r\n");
});

test("a file that is silent of its state is moved as it is", () => {
  expect(edit("title: x\n", { status: "assigned", toPath: "assigned/a.yaml" }, "inbox/a.yaml")).toBe("title: x\n");
});

test.each<[string, Wish, string]>([
  ["title: x\n", { priority: "high" }, "no priority to change"],
  ["title: x\n", { status: "blocked" }, "no status to change"],
  ["s: &s pending\nstatus: *s\n", { status: "blocked" }, "anchor"],
  ["status: &s pending\nother: *s\n", { status: "blocked" }, "anchor"],
  ["base: &b {status: pending}\n<<: *b\n", { status: "blocked" }, "anchor or a merged part"],
  ["status: |\n  pending\n", { status: "blocked" }, "not on one line"],
  ["status: !x pending\n", { status: "blocked" }, "tag"],
  ["status: [pending]\n", { status: "blocked" }, "anchor or a merged part"],
  ["title: a: b\nstatus: pending\n", { status: "blocked" }, "cannot be read as a whole"],
  ["status: pending\nx:\n\ty: 1\n", { status: "blocked" }, "tabs"],
  ["status: pending\n", { status: "blocked", document: 1 }, "no longer in the file"],
  ["status: pending\n---\nstatus: pending\n", { status: "completed", toPath: "done/a.yaml" }, "holds 2 tasks"],
  ["status: pending\ntitle: x\nsame: &a {status: pending}\ncopy: *a\n", { status: "completed", document: 3 }, "no longer"],
])("refused: %j %j", (text, wish, reason) => {
  expect(edit(text, wish, wish.toPath ? "inbox/a.yaml" : undefined)).toEqual({ refused: expect.stringContaining(reason) as string });
});

test("UTF-16 is read, and not written", () => {
  const bytes = Buffer.from("\uFEFFstatus: pending\n", "utf16le");
  expect(editText("x/a.yaml", bytes, { document: 0, status: "blocked", toPath: "x/a.yaml" })).toEqual({ refused: "the file is not UTF-8" });
});

const folder = join(import.meta.dirname, "fixtures/files");
const fixtures = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".txt"));

test("any file, any wish: written it says what was asked, and only the values' bytes are others; else it is refused", () => {
  let written = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...fixtures),
      fc.integer({ min: 0, max: 2 }),
      fc.option(fc.constantFrom(...taskStatus.options), { nil: undefined }),
      fc.option(fc.constantFrom(...taskPriority.options), { nil: undefined }),
      (name, document, status, priority) => {
        const bytes = readFileSync(join(folder, name));
        const path = `x/${name.split("/").at(-1)?.slice(0, -4)}`;
        const result = editText(path, bytes, { document, status, priority, toPath: path });
        if ("refused" in result) return;
        written += 1;
        const task = readFileTasks(path, result.bytes)?.tasks[document];
        if (status) expect(task?.status).toBe(status);
        if (priority) expect(task?.priority).toBe(priority);
        const [before, after] = [bytes.toString("latin1"), Buffer.from(result.bytes).toString("latin1")];
        expect(skeleton(after)).toBe(skeleton(before));
      },
    ),
    { numRuns: 1_000 },
  );
  expect(written).toBeGreaterThan(20);
});

/** A file without the words that may have been changed. */
const skeleton = (text: string) =>
  text.replace(/((?:status|state|prio(?:rity)?)["']?\s*:\s*)(["']?)[^"'\r\n,}#]*?(["']?)(?=\s*(?:[\r\n,}#]|$))/gi, "$1$2$3");
