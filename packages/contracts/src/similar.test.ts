import { describe, expect, it } from "vitest";
import { similarityKey } from "./similar.ts";

type Request = Parameters<typeof similarityKey>[0];

const approveOrDeny: Request["options"] = [
  { id: "approve", label: "Approve", tone: "approve" },
  { id: "deny", label: "Deny", tone: "deny" },
];
const install: Request = {
  kind: "permission",
  title: "Install the dependencies?",
  options: approveOrDeny,
  action: { tool: "Bash", command: "npm ci", cwd: "/home/dev/shop" },
  risk: "low",
};
const question: Request = { kind: "question", title: "Which port?", options: approveOrDeny, risk: "low" };
const like = (a: Request, b: Request) => similarityKey(a) === similarityKey(b);

describe("similarityKey", () => {
  it.each([
    ["another agent, id and time", { ...install, id: "dr_2", agent: { id: "ag_2", name: "other" }, askedAt: "2026-11-21T10:00:00.000Z" }],
    ["another title and body over the same command", { ...install, title: "npm ci", body: "needed for the tests" }],
    ["the options in another order", { ...install, options: approveOrDeny.toReversed() }],
    ["another folder at low risk", { ...install, action: { tool: "Bash", command: "npm ci", cwd: "/home/dev/other" } }],
  ])("puts together: %s", (_, other) => {
    expect(like(install, other)).toBe(true);
  });

  it.each<[string, Request]>([
    ["command", { ...install, action: { tool: "Bash", command: "npm ci --force" } }],
    ["tool", { ...install, action: { tool: "PowerShell", command: "npm ci" } }],
    ["kind", { ...install, kind: "review" }],
    ["risk", { ...install, risk: "medium" }],
    ["option label", { ...install, options: [{ id: "approve", label: "Always approve" }, approveOrDeny[1]!] }],
    ["option id", { ...install, options: [{ id: "yes", label: "Approve" }, approveOrDeny[1]!] }],
    ["number of options", { ...install, options: approveOrDeny.slice(0, 1) }],
    ["whether it is the demo that asks", { ...install, agent: { demo: true } }],
    ["change to a file", { ...install, action: { ...install.action!, diff: "+x" } }],
  ])("keeps apart by %s", (_, other) => {
    expect(like(install, other)).toBe(false);
  });

  it("keeps two edits by one tool apart", () => {
    const edit = (diff: string): Request => ({ ...install, action: { tool: "Edit", diff, files: ["README.md"] } });
    expect(like(edit("+a"), edit("+a"))).toBe(true);
    expect(like(edit("+a"), edit("+b"))).toBe(false);
  });

  it("looks at the folder from medium risk on", () => {
    const push = (cwd: string): Request => ({ ...install, risk: "medium", action: { tool: "Bash", command: "git push", cwd } });
    expect(like(push("/a"), push("/a"))).toBe(true);
    expect(like(push("/a"), push("/b"))).toBe(false);
  });

  it("compares title and body where nothing runs, or where only a tool is named", () => {
    expect(like(question, { ...question })).toBe(true);
    expect(like(question, { ...question, title: "Which host?" })).toBe(false);
    expect(like(question, { ...question, body: "8080 is taken" })).toBe(false);
    const asked: Request = { ...question, action: { tool: "ask_human" } };
    expect(like(asked, { ...asked, title: "Which host?" })).toBe(false);
  });

  it("cannot be steered by text that looks like another part of the key", () => {
    const a: Request = { ...question, title: "a", body: 'b","c' };
    const b: Request = { ...question, title: 'a","b', body: "c" };
    expect(like(a, b)).toBe(false);
  });
});
