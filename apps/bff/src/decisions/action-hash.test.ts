import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashAction } from "./action-hash.ts";

const push = { tool: "Bash", command: "git push origin main", diff: "-a\n+b", files: ["a.ts", "b.ts"], cwd: "/home/dev/shop" };
const base = { kind: "permission" as const, title: "Push?", action: push };

describe("hashAction", () => {
  it("stays the same over releases, because agents and stored rows compare it", () => {
    expect(hashAction({ kind: "permission", title: "x", action: { tool: "Bash", command: "npm test" } })).toBe(
      "sha256:0f7dea4ae81c5fe25b3a987c46cbcae243bc35b29deda060f5f0f2ff6bf95052",
    );
    expect(hashAction({ kind: "question", title: "Which port?" })).toBe(
      "sha256:f77e6447f8565d5dbefad858c469d3dbeaff9237a59ad752869ffe52f980c4fa",
    );
  });

  it("does not depend on the order of keys, on absent members, or on members that do not run", () => {
    const turned = Object.fromEntries(Object.entries(push).toReversed()) as typeof push;
    expect(hashAction({ action: turned, title: base.title, kind: base.kind })).toBe(hashAction(base));
    expect(hashAction({ ...base, action: { tool: "Read", diff: undefined } })).toBe(hashAction({ ...base, action: { tool: "Read" } }));
    expect(hashAction({ ...base, action: { ...push, note: "ignored" } as typeof push })).toBe(hashAction(base));
  });

  it("takes the title only where there is no action", () => {
    expect(hashAction({ ...base, title: "Other words" })).toBe(hashAction(base));
    expect(hashAction({ kind: "question", title: "a" })).not.toBe(hashAction({ kind: "question", title: "b" }));
  });

  it("changes with every part, and with the order of files", () => {
    const others = [
      { ...base, kind: "review" as const },
      { ...base, action: { ...push, tool: "bash" } },
      { ...base, action: { ...push, command: "git push origin  main" } },
      { ...base, action: { ...push, diff: "-a\n+b\n" } },
      { ...base, action: { ...push, files: ["b.ts", "a.ts"] } },
      { ...base, action: { ...push, files: ["a.ts,b.ts"] } },
      { ...base, action: { ...push, cwd: "/home/dev/shop/" } },
      { ...base, action: { ...push, cwd: undefined } },
      { ...base, action: undefined },
    ];
    const hashes = [base, ...others].map(hashAction);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("changes with any single character of the command", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(text, fc.nat(), fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }), (command, at, character) => {
        const index = at % command.length;
        const changed = command.slice(0, index) + character + command.slice(index + 1);
        fc.pre(changed !== command);
        expect(hashAction({ ...base, action: { ...push, command: changed } })).not.toBe(
          hashAction({ ...base, action: { ...push, command } }),
        );
      }),
    );
  });
});
