import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginsWith, plainWords, prefixFlaw, sameCommand } from "./rule-command.ts";
import { areUnder, isUnder } from "./rule-folder.ts";
import { applyRule, createRuleRun, fittingOption, inRuleOrder, isWithin, type Askable, type Terms } from "./rule-match.ts";
import { ruleTerms } from "./rules.ts";

const approve = { id: "approve", label: "Approve", tone: "approve" as const };
const deny = { id: "deny", label: "Deny", tone: "deny" as const };
const asked = (more: Partial<Askable> = {}): Askable => ({
  kind: "permission",
  title: "Run a command?",
  options: [approve, deny],
  risk: "low",
  agent: { id: "ag_0000000000000000000000", name: "builder" },
  action: { tool: "Bash", command: "git status", cwd: "/src/shop" },
  ...more,
});
const terms = (more: Partial<Terms> = {}): Terms => ({
  scope: { command: { begins: ["git", "status"] } },
  answer: { tone: "approve" },
  maxRisk: "medium",
  until: "2026-12-01T00:00:00.000Z",
  mostPerHour: 30,
  ...more,
});
const at = new Date("2026-11-21T12:00:00Z");
const answer = (rule: Partial<Terms>, request: Partial<Askable> = {}) => fittingOption(terms(rule), asked(request))?.id;
const withCommand = (command: string) => answer({}, { action: { tool: "Bash", command } });

describe("commands that begin with words", () => {
  it.each(["git status", "git status -s", "git  status", " git status ", "git status --porcelain=v1 src/a.ts", "git 'status' \"a b\""])(
    "%j is one",
    (command) => expect(withCommand(command)).toBe("approve"),
  );

  it.each([
    "git status; rm -rf /",
    "git status;rm -rf /",
    "git status && rm x",
    "git status & rm x",
    "git status || rm x",
    "git status | sh",
    "git status > /etc/passwd",
    "git status < x",
    "git status $(rm -rf /)",
    "git status `rm -rf /`",
    "git status ${IFS}x",
    "git status $HOME",
    "git status \\; rm",
    "git status \\\nrm -rf /",
    "git status\nrm -rf /",
    "git status\r\nrm -rf /",
    "git status\trm",
    "git status\u2028rm",
    "git status\u0085rm",
    "git status \u202e/ fr- mr",
    "git status\u200b",
    "git status\u00a0x",
    'git status "$(rm x)"',
    "git status 'a' 'b",
    "git status a'b'",
    "git status 'a'b",
    "git status {a,b}",
    "git status *.ts",
    "git status ?",
    "git status ~/x",
    "git status !!",
    "git status #x",
    "git status %COMSPEC%",
    "git status ^& calc",
    "git status (x)",
    "git status\0",
    "ɡit status",
    "gіt status",
    "ｇｉｔ status",
    "git statuses",
    "git statu",
    "git",
    "git -C /etc status",
    "GIT_PAGER=x git status",
    "gitstatus",
    "./git status",
    "",
    " ",
  ])("%j is none", (command) => expect(withCommand(command)).toBeUndefined());

  it("no text that is added to them, but plain words, is met", () => {
    const pieces = fc.oneof(
      fc.constantFrom(..."abc -./'\"\\;&|<>$`(){}[]*?!#~%^\n\r\t\0"),
      fc.constantFrom("$(", "&&", "||", "\u202e", "\u200b", "\u2066", "а", "；", "\u00a0", "\u2028", "\ud800"),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const command = `git status${parts.join("")}`;
        if (!beginsWith(command, ["git", "status"])) return;
        // Nothing in it that any shell reads as more than words.
        expect(command).toMatch(/^[A-Za-z0-9_./:=@+, '"-]+$/);
        expect(plainWords(command)?.slice(0, 2)).toEqual(["git", "status"]);
        expect(/^git status(?: |$)/.test(command)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("plain words are read as they were written", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_./:=@+,-]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.constantFrom(" ", "   "), (words, gap) => {
        expect(plainWords(words.join(gap))).toEqual(words);
        expect(plainWords(words.map((each) => `'${each}'`).join(gap))).toEqual(words);
      }),
    );
  });

  it.each([
    ["bash"],
    ["/bin/bash", "-c"],
    ["sudo", "git"],
    ["env", "x"],
    ["python3"],
    ["python3", "-c"],
    ["node", "-e"],
    ["FOO=1", "git"],
    ["git"],
    ["git", "a b"],
    ["git;"],
    ["ssh", "host"],
    ["npx", "tsc"],
  ])("%j says too little", (...words) => expect(prefixFlaw(words)).toBeTypeOf("string"));
  it.each([["git", "status"], ["ls"], ["pnpm", "test"], ["python3", "-m", "pytest"], ["node", "build.ts"]])("%j will do", (...words) =>
    expect(prefixFlaw(words)).toBeUndefined(),
  );
  it("the very command is itself with all it holds, and nothing else", () => {
    const odd = "git status; echo 'a\tb' \u202e";
    expect(sameCommand(odd, odd)).toBe(true);
    expect(sameCommand(odd, `${odd} `)).toBe(false);
    expect(sameCommand("git status", "git  status")).toBe(true);
    expect(sameCommand("git status", "git status -s")).toBe(false);
  });
});

describe("folders", () => {
  it.each([
    ["/src/shop", "/src/shop", true],
    ["/src/shop", "/src/shop/a/b", true],
    ["/src/shop/", "/src/shop/a", true],
    ["/src/shop", "/src/shop-2", false],
    ["/src/shop", "/src/shop/../other", false],
    ["/src/shop", "/src", false],
    ["/src/shop", "src/shop", false],
    ["/src/shop", "/src//shop", false],
    ["C:\\src", "C:\\src\\a", true],
    ["C:\\src", "C:\\src\\..\\b", false],
  ])("%s holds %s: %s", (folder, path, is) => expect(isUnder(folder, path)).toBe(is));

  it("files without a root lie where the work is done; what climbs out, or is unclear, lies nowhere", () => {
    expect(areUnder("/src/shop", ["a.ts", "b/c.ts", "/src/shop/d.ts"], "/src/shop")).toBe(true);
    for (const file of ["../x", "a/../../x", "~/x", "C:x", "/etc/passwd", "..", "./a"])
      expect([file, areUnder("/src/shop", ["a.ts", file], "/src/shop")]).toEqual([file, false]);
    expect(areUnder("/src/shop", ["a.ts"], undefined)).toBe(false);
    const wide = { scope: { folder: "/src/shop", tools: ["Edit"] } };
    const edit = (files: string[]) => answer(wide, { action: { tool: "Edit", files, diff: "x", cwd: "/src/shop" } });
    expect(edit(["a.ts"])).toBe("approve");
    expect(edit(["a.ts", "/home/me/.ssh/config"])).toBeUndefined();
  });
});

describe("what a rule answers", () => {
  it("never approves above medium, or above what it says; what denies may", () => {
    for (const risk of ["high", "critical"] as const) {
      expect(answer({ maxRisk: "critical" }, { risk })).toBeUndefined();
      expect(answer({ maxRisk: "critical", answer: { tone: "deny" } }, { risk })).toBe("deny");
    }
    expect(answer({ maxRisk: "low" }, { risk: "medium" })).toBeUndefined();
    expect(ruleTerms.safeParse({ ...terms({ maxRisk: "high" }), name: "x" }).success).toBe(false);
    expect(ruleTerms.safeParse({ ...terms({ maxRisk: "high", answer: { tone: "deny" } }), name: "x" }).success).toBe(true);
  });

  it("says no to a tool in whatever manner it runs, and yes only to the one it names", () => {
    const command = { command: "pnpm test" };
    const action = { tool: "Bash (in the background)", ...command };
    const scope = (tool: string) => ({ scope: { tools: [tool], command: { is: "pnpm test" } } });
    const denied = { answer: { tone: "deny" } } as const;
    expect(answer({ ...scope("Bash"), ...denied }, { action })).toBe("deny");
    expect(answer(scope("Bash"), { action })).toBeUndefined();
    expect(answer(scope("Bash (in the background)"), { action })).toBe("approve");
    expect(answer({ ...scope("Bash (in the background)"), ...denied }, { action: { tool: "Bash", ...command } })).toBeUndefined();
  });

  it("approves nothing that it does not name", () => {
    const who = { scope: { agentId: "ag_0000000000000000000000", kinds: ["permission" as const] } };
    expect(answer(who)).toBeUndefined();
    expect(answer({ ...who, answer: { tone: "deny" } })).toBe("deny");
    expect(answer({ scope: { tools: ["Bash"] } })).toBeUndefined();
    expect(answer({ scope: { tools: ["Read"] } }, { action: { tool: "Read", command: '{"file_path":"/src/a"}' } })).toBe("approve");
    expect(answer({ scope: { says: { title: "Run a command?" } } })).toBeUndefined();
    expect(answer({ scope: { says: { title: "Go on?" } } }, { title: "Go on?", action: undefined })).toBe("approve");
    expect(
      answer({ scope: { says: { title: "Go on?" } } }, { title: "Go on?", body: "And delete it all", action: undefined }),
    ).toBeUndefined();
    expect(ruleTerms.safeParse({ ...terms(who), name: "x" }).success).toBe(false);
    expect(ruleTerms.safeParse({ ...terms({ scope: {} }), name: "x" }).success).toBe(false);
  });

  it("gives an option only where it is the one that was meant", () => {
    const named = { answer: { option: "approve", label: "Approve" } };
    expect(answer(named)).toBe("approve");
    expect(answer(named, { options: [{ ...approve, label: "Approve and never ask again" }, deny] })).toBeUndefined();
    expect(answer({}, { options: [approve, { ...approve, id: "always" }, deny] })).toBeUndefined();
    expect(answer({}, { options: [] })).toBeUndefined();
    expect(answer({}, { multiple: true })).toBeUndefined();
    expect(answer({}, { agent: { ...asked().agent, demo: true } })).toBeUndefined();
  });

  it("ends at its time, keeps its hours by the clock of its zone, and leaves what is above its limit", () => {
    const moment = { at, lastHour: 0 };
    expect(applyRule(terms(), asked(), moment)).toMatchObject({
      kind: "answers",
      why: ["begins with git status", "risk low, up to medium"],
    });
    expect(applyRule(terms({ until: at.toISOString() }), asked(), moment)).toBeUndefined();
    expect(applyRule(terms({ mostPerHour: 3 }), asked(), { at, lastHour: 3 })).toEqual({ kind: "left" });
    const hours = { days: [6], from: "13:00", to: "14:00", zone: "Europe/Berlin" };
    expect(isWithin(hours, at)).toBe(true);
    expect(isWithin(hours, new Date("2026-11-21T13:00:00Z"))).toBe(false);
    expect(isWithin({ ...hours, days: [5, 7] }, at)).toBe(false);
    expect(isWithin({ days: [6], from: "00:00", to: "24:00", zone: "UTC" }, new Date("2026-11-21T23:59:59Z"))).toBe(true);
  });

  it("in any hour it never answers more than its limit, and never leaves one below it", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000_000 }), { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (gaps, most) => {
        const run = createRuleRun(terms({ mostPerHour: most }));
        const given: number[] = [];
        let now = at.getTime();
        for (const gap of gaps) {
          now += gap;
          const lastHour = given.filter((each) => each > now - 3_600_000).length;
          const verdict = run(asked(), new Date(now));
          expect(verdict?.kind).toBe(lastHour >= most ? "left" : "answers");
          if (verdict?.kind === "answers") given.push(now);
        }
      }),
    );
  });

  it("the order: what denies, then the narrower, then the older; however they come", () => {
    const rules = [
      { id: "ru_1", ...terms({ answer: { tone: "deny" }, scope: { kinds: ["permission"] } }) },
      { id: "ru_4", ...terms({ scope: { command: { is: "git status" } } }) },
      { id: "ru_2", ...terms() },
      { id: "ru_3", ...terms() },
      { id: "ru_0", ...terms({ scope: { tools: ["Bash"] } }) },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(rules, { minLength: rules.length }), (mixed) => {
        expect(inRuleOrder(mixed).map(({ id }) => id)).toEqual(["ru_1", "ru_4", "ru_2", "ru_3", "ru_0"]);
      }),
    );
  });
});
