import type { Action, Risk } from "@beckon/contracts/decisions";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assessRisk } from "./assess-risk.ts";
import { place, realCommands } from "./real-commands.fixture.ts";
import { actionRules, commandRules } from "./risk-rules.ts";

const order: Risk[] = ["low", "medium", "high", "critical"];
const rank = (risk: Risk) => order.indexOf(risk);
const assess = (action: Action, declared?: Risk) => assessRisk({ kind: "permission", declared, action });
const riskOf = (command: string) => assess({ tool: "Bash", command, cwd: place }).risk;

describe("assessRisk on real commands", () => {
  it.each(realCommands)("%s → %s: %s", (command, risk) => {
    expect(riskOf(command)).toBe(risk);
  });

  it.each([
    "constructor",
    "__proto__ x",
    "toString; valueOf --all",
    "sudo hasOwnProperty",
    "Bash(git push origin main)",
    "deploy to production?",
    "please don't rm",
  ])("reads words that are no command without harm: %s", (words) => {
    expect(() => riskOf(words)).not.toThrow();
  });
});

describe("assessRisk", () => {
  it("starts from low for every kind, without a word of reason", () => {
    for (const kind of ["permission", "choice", "question", "plan", "review", "budget"] as const) {
      expect(assessRisk({ kind })).toEqual({ risk: "low", reasons: [] });
    }
  });

  it("says why it raised, the gravest first, and nothing where it did not", () => {
    expect(assess({ tool: "Bash", command: "git push; sudo rm -rf /" })).toEqual({
      risk: "critical",
      reasons: [
        "Deletes a home, system or whole disk folder",
        "Runs with administrator rights",
        "Deletes a folder that is not a build product",
        "Pushes the current branch, whichever that is, or tags",
      ],
    });
    expect(assess({ tool: "Bash", command: "git push origin main" }, "high")).toEqual({ risk: "high", reasons: [] });
    expect(assess({ tool: "Bash", command: "git push origin main; cat .env" }, "medium").reasons).toEqual([
      "Reads a file that holds passwords or keys",
    ]);
  });

  it("names the hidden characters", () => {
    const { risk, reasons } = assess({ tool: "Bash", command: "echo ok \u202e# fr- mr" });
    expect(risk).toBe("high");
    expect(reasons).toContain("Hidden or look-alike characters in what will run: U+202E right-to-left override");
    expect(riskOf("npm t\u0435st")).toBe("high");
    expect(riskOf("npm\u200b test")).toBe("high");
    expect(riskOf("git commit -m 'Überprüfung, 確認, проверка'")).toBe("low");
  });

  it.each([
    ["too long to read", `echo ${"a".repeat(2_001)}`, "medium"],
    ["pushed out of sight by spaces", `echo ok ${" ".repeat(100)}; ls`, "high"],
    ["pushed out of sight by lines", `echo ok${"\n".repeat(20)}ls`, "high"],
    ["a separator in disguise", "ls${IFS}-la", "high"],
    ["nested beyond reading", `${"sudo ".repeat(20)}ls`, "high"],
    ["a program in braces", "{ls,-la}", "high"],
    ["a program in a variable", "x=ls; $x -la", "medium"],
  ])("raises what is %s", (_, command, risk) => {
    expect(riskOf(command)).toBe(risk);
  });

  it("looks at the folder only when it is known", () => {
    expect(assess({ tool: "Bash", command: "ls /srv/other" }).risk).toBe("low");
    expect(riskOf("ls /srv/other")).toBe("medium");
    expect(riskOf("ls ~/shop/src")).toBe("low");
    expect(riskOf("ls ../shop/src")).toBe("low");
    expect(riskOf("echo x > /srv/other/file")).toBe("high");
    expect(assess({ tool: "Bash", command: "ls src", cwd: "C:\\Users\\dev\\shop", files: ["C:\\Users\\dev\\shop\\src\\a.ts"] }).risk).toBe(
      "low",
    );
    expect(assess({ tool: "Edit", cwd: "C:\\Users\\dev\\shop", files: ["C:\\Windows\\System32\\hosts"] }).risk).toBe("high");
  });
});

describe("assessRisk on edits and other tools", () => {
  const secret = ["gh", "p_", "a1".repeat(18)].join("");
  const deletion = (count: number) => Array.from({ length: count }, (_, n) => `--- a/f${n}.ts\n+++ /dev/null\n-x`).join("\n");
  it.each<[string, Action, Risk]>([
    ["an edit in the project", { tool: "Edit", files: [`${place}/src/a.ts`], diff: "--- a/src/a.ts\n+++ b/src/a.ts\n-a\n+b" }, "low"],
    ["a read in the project", { tool: "Read", files: ["README.md"] }, "low"],
    [
      "a patch as a command, with an apostrophe",
      { tool: "apply_patch", command: "*** Begin Patch\n*** Update File: README.md\n@@\n-a\n+don't rm -rf /\n*** End Patch" },
      "low",
    ],
    ["a read outside", { tool: "Read", files: ["/home/dev/other/a.ts"] }, "medium"],
    ["a write outside", { tool: "Write", files: ["/home/dev/other/a.ts"] }, "high"],
    ["a write that climbs out", { tool: "Write", files: ["src/../../other/a.ts"] }, "high"],
    ["a patch that climbs out", { tool: "apply_patch", command: "*** Begin Patch\n*** Add File: ../x.ts\n+a\n*** End Patch" }, "high"],
    ["a read of secrets", { tool: "Read", files: [".env.production"] }, "high"],
    ["a read of their example", { tool: "Read", files: [".env.example"] }, "low"],
    ["a git hook", { tool: "Write", files: [".husky/pre-commit"] }, "high"],
    ["agent settings", { tool: "Edit", files: [".claude/settings.json"] }, "high"],
    ["the build server", { tool: "Edit", files: [".github/workflows/ci.yml"] }, "medium"],
    ["the build server, named by the change alone", { tool: "Edit", diff: "+++ b/.gitlab-ci.yml\n+x: 1" }, "medium"],
    ["a key in a change", { tool: "Edit", files: ["a.ts"], diff: `+++ b/a.ts\n+const key = "${secret}"` }, "high"],
    [
      "a key that is taken out",
      { tool: "Edit", files: ["a.ts"], diff: `+++ b/a.ts\n-const key = "${secret}"\n+const key = process.env.KEY` },
      "low",
    ],
    ["a placeholder for a key", { tool: "Edit", files: ["a.ts"], diff: "+++ b/a.ts\n+API_KEY=your-api-key-goes-here" }, "low"],
    ["a script at install", { tool: "Edit", files: ["package.json"], diff: '+++ b/package.json\n+    "postinstall": "node x.js"' }, "high"],
    ["a turned direction in code", { tool: "Edit", files: ["a.ts"], diff: "+++ b/a.ts\n+if (x) { // \u202e }" }, "high"],
    ["foreign text in code", { tool: "Edit", files: ["a.ts"], diff: '+++ b/a.ts\n+t("Привет, café\u00a0!")' }, "low"],
    ["three deleted files", { tool: "Edit", diff: deletion(3) }, "low"],
    ["six deleted files", { tool: "Edit", diff: deletion(6) }, "high"],
    ["a migration that drops", { tool: "Write", files: ["m/2.sql"], diff: "+++ b/m/2.sql\n+DROP TABLE orders;" }, "medium"],
    ["a tool that deletes", { tool: "mcp__github__delete_repository" }, "high"],
    ["a tool that merges", { tool: "mcp__github__merge_pull_request" }, "medium"],
    ["a tool that pays", { tool: "mcp__stripe__create_refund" }, "critical"],
    ["a tool that reads", { tool: "mcp__github__list_pull_requests" }, "low"],
    ["SQL for a tool", { tool: "mcp__postgres__query", command: "delete from orders" }, "high"],
    ["SQL with its rows named", { tool: "mcp__postgres__query", command: "delete from orders where id = 3" }, "low"],
  ])("%s", (_, action, risk) => {
    expect(assess({ cwd: place, ...action }).risk).toBe(risk);
  });
});

describe("assessRisk, whatever comes", () => {
  const shellish = fc.array(
    fc.oneof(
      fc.constantFrom(
        ..."ab -/;&|<>(){}$'\"`\\#\n*~.=",
        "$(",
        "<<E\n",
        "rm ",
        "-rf ",
        "sudo ",
        "git push ",
        "bash -c ",
        "| sh",
        "prod",
        ".env",
        "\u202e",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 60 },
  );
  const anyText = shellish.map((pieces) => pieces.join(""));
  const anyRisk = fc.constantFrom(...order);
  const known = fc.constantFrom(...realCommands.map(([command]) => command).filter((command) => !/<<|#|&$|:\(\)/.test(command)));

  it("never throws and never lowers; reasons stand exactly where it raised", () => {
    const action = fc.record(
      { tool: anyText, command: anyText, diff: anyText, files: fc.array(anyText, { maxLength: 4 }), cwd: anyText },
      { requiredKeys: ["tool"] },
    );
    fc.assert(
      fc.property(action, anyRisk, (given, declared) => {
        const { risk, reasons } = assess(given, declared);
        expect(rank(risk)).toBeGreaterThanOrEqual(rank(declared));
        expect(reasons.length > 0).toBe(risk !== declared);
      }),
      { numRuns: 600 },
    );
  });

  it("is as risky as the riskiest of its parts, in any order", () => {
    fc.assert(
      fc.property(fc.array(known, { minLength: 2, maxLength: 4 }), (parts) => {
        const together = riskOf(parts.join(" && "));
        expect(riskOf(parts.toReversed().join(" && "))).toBe(together);
        for (const part of parts) expect(rank(together)).toBeGreaterThanOrEqual(rank(riskOf(part)));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    (inner: string) => `bash -c '${inner}'`,
    (inner: string) => `echo "$(${inner})"`,
    (inner: string) => `true || { ${inner}; }`,
    (inner: string) => `if true; then ${inner}; fi`,
    (inner: string) => `nohup timeout -k 5 60 env A=1 ${inner}`,
    (inner: string) => `(\n${inner}\n) > log.txt 2>&1`,
    (inner: string) => `bash <<'END'\n${inner}\nEND`,
    (inner: string) => `trap '${inner}' EXIT`,
  ])("finds what stands inside %s", (wrap) => {
    for (const inner of ["rm -rf /etc", "git push -f origin main", "terraform destroy"]) expect(riskOf(wrap(inner))).toBe("critical");
    expect(rank(riskOf(wrap("npm test")))).toBeLessThanOrEqual(rank("medium"));
  });

  it("takes no more than its share of time for twice the text", () => {
    const worst = ["$(", "a;", "sudo ", "cat <<E $(\n", "bash -c '", "(a;b)|", "'\"", "../a/", "--a=@b", "https://a:"];
    const time = (text: string) => {
      const times = Array.from({ length: 3 }, () => {
        const start = performance.now();
        riskOf(text);
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    // Twice the text may take twice as long; a square would take four times, an exponent for ever. The sum evens out noise.
    const total = (length: number) => worst.reduce((sum, piece) => sum + time(piece.repeat(length / piece.length)), 0);
    total(2_000);
    expect(total(20_000) / total(5_000)).toBeLessThan(11);
  });
});

describe("the rules", () => {
  it("each have a real command that shows them", () => {
    const shown = new Set(realCommands.flatMap(([command]) => assess({ tool: "Bash", command, cwd: place }).reasons));
    expect(Object.values(commandRules).filter(([, reason]) => !shown.has(reason))).toEqual([]);
  });

  it("have reasons for people: a sentence without a full stop, short enough for a phone", () => {
    for (const [id, [, reason]] of Object.entries({ ...commandRules, ...actionRules })) {
      expect(reason, id).toMatch(/^[A-Z][^.\n]{5,85}$/);
    }
  });
});
