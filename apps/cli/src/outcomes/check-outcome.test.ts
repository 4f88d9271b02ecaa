import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OutcomeCheck } from "@beckon/contracts/outcome-checks";
import { expect, test } from "vitest";
import { checkOutcome } from "./check-outcome.ts";
import { openGit } from "./git.ts";
import { lines, makeRepository, type Repository } from "./testing/repository.ts";

/* Durability, found in a real repository: each way in, each way out. */

const name = "github.com/acme/shop";
const id = "oc_000000000000000000000a";
type Told = Partial<Omit<OutcomeCheck, "pullRequests">> & { pull?: { number: number; mergeCommit?: string; head?: string } };
const look = async (repository: Repository, { pull, ...told }: Told) => {
  const check: OutcomeCheck = {
    ...{ id, title: "Work", acceptedAt: repository.now(), commits: [] },
    pullRequests: pull ? [{ base: "main", ...pull }] : [],
    ...told,
  };
  return checkOutcome(openGit(repository.folder), check, name);
};

const merged = (r: Repository, branch = "agents/1") => {
  const commits = r.branch(branch, [
    ["feat: a", { "a.ts": lines("a", 10) }],
    ["feat: b", { "b.ts": lines("b", 10) }],
  ]);
  r.git("merge", "-q", "--no-ff", "-m", `Merge pull request #1 from acme/${branch}`, branch);
  return { commits, merge: r.head() };
};
const squashed = (r: Repository, number = 2) => {
  const commits = r.branch(`agents/${number}`, [
    ["wip", { "c.ts": lines("c", 10) }],
    ["more", { "c.ts": lines("c", 20) }],
  ]);
  r.git("merge", "-q", "--squash", `agents/${number}`);
  r.git("commit", "-qm", `feat: c (#${number})`);
  return { commits, merge: r.head() };
};

test("merged: it stands with all of its lines", async () => {
  using r = makeRepository();
  const { commits, merge } = merged(r);
  r.commit("others", { "z.ts": lines("z", 5) });
  expect(await look(r, { commits, pull: { number: 1, mergeCommit: merge } })).toEqual([
    { id, state: "standing", how: "merge", ref: merge, lines: { made: 20, left: 20 }, tip: r.head(), tipAt: expect.any(String) },
  ]);
  // Nobody told of the merge: the commits are in the branch.
  expect(await look(r, { commits })).toMatchObject([{ state: "standing", how: "commit", lines: { made: 20, left: 20 } }]);
});

test("squashed: found by the merge, by the number in its title, by the state it led to and by the change as a whole", async () => {
  using r = makeRepository();
  const { commits, merge } = squashed(r);
  const whole = { state: "standing", how: "squash", ref: merge, lines: { made: 20, left: 20 } };
  expect(await look(r, { commits, pull: { number: 2, mergeCommit: merge } })).toMatchObject([whole]);
  expect(await look(r, { commits, pull: { number: 2 } })).toMatchObject([whole]);
  r.git("commit", "-q", "--amend", "-m", "no number");
  expect(await look(r, { commits })).toMatchObject([{ ...whole, ref: r.head() }]);
  // Something else went in before, so that no state is the same: only the change is.
  const [one, two] = r.branch("agents/3", [
    ["wip", { "d.ts": lines("d", 4) }],
    ["more", { "d.ts": lines("d", 4), "e.ts": lines("e", 4) }],
  ]) as [string, string];
  r.commit("others", { "z.ts": lines("z", 5) });
  r.git("merge", "-q", "--squash", "agents/3");
  r.git("commit", "-qm", "both");
  expect(await look(r, { commits: [one, two] })).toMatchObject([
    { state: "standing", how: "squash", ref: r.head(), lines: { made: 8, left: 8 } },
  ]);
});

test("rebased and cherry-picked: found by the change, or by what git says of it", async () => {
  using r = makeRepository();
  const commits = r.branch("agents/4", [
    ["feat: a", { "a.ts": lines("a", 6) }],
    ["feat: b", { "b.ts": lines("b", 6) }],
  ]);
  r.commit("others", { "z.ts": lines("z", 5) });
  r.git("cherry-pick", ...commits);
  expect(await look(r, { commits, pull: { number: 4, mergeCommit: r.head() } })).toMatchObject([
    { state: "standing", how: "rebase", ref: r.head(), lines: { made: 12, left: 12 } },
  ]);
  expect(await look(r, { commits })).toMatchObject([{ state: "standing", how: "cherry-pick", lines: { made: 12, left: 12 } }]);
  const [picked] = r.branch("agents/5", [["feat: c", { "c.ts": lines("c", 3), "README.md": ["shop", "of agents"] }]]) as [string];
  r.commit("in the way", { "README.md": ["the shop"] });
  // Put right by hand: another change than it was, but git says of which commit it is.
  expect(() => r.git("cherry-pick", "-x", picked)).toThrow();
  r.commit(`feat: c\n\n(cherry picked from commit ${picked})`, { "README.md": ["the shop", "of agents"], "c.ts": lines("c", 3) });
  expect(await look(r, { commits: [picked] })).toMatchObject([
    { state: "standing", how: "cherry-pick", ref: r.head(), lines: { made: 4, left: 4 } },
  ]);
});

test("reverted, and the revert reverted: of a merge, of a squash, of commits one by one", async () => {
  using r = makeRepository();
  const one = merged(r);
  const two = squashed(r);
  r.git("revert", "--no-edit", "-m", "1", one.merge);
  const revert = r.head();
  expect(await look(r, { commits: one.commits, pull: { number: 1, mergeCommit: one.merge } })).toMatchObject([
    { state: "reverted", ref: revert },
  ]);
  expect(await look(r, { commits: one.commits })).toMatchObject([{ state: "reverted", ref: revert }]);
  expect(await look(r, { commits: two.commits, pull: { number: 2, mergeCommit: two.merge } })).toMatchObject([{ state: "standing" }]);
  r.git("revert", "--no-edit", revert);
  expect(await look(r, { commits: one.commits, pull: { number: 1, mergeCommit: one.merge } })).toMatchObject([
    { state: "restored", ref: r.head(), lines: { made: 20, left: 20 } },
  ]);
  r.git("revert", "--no-edit", "HEAD");
  expect(await look(r, { commits: one.commits, pull: { number: 1, mergeCommit: one.merge } })).toMatchObject([{ state: "reverted" }]);
});

test("reverted by pull requests, in the servers' words", async () => {
  using r = makeRepository();
  const { commits, merge } = squashed(r, 12);
  r.git("rm", "-q", "c.ts");
  r.git("commit", "-qm", 'Revert "feat: c (#12)" (#13)\n\nReverts acme/shop#12');
  expect(await look(r, { commits, pull: { number: 12, mergeCommit: merge } })).toMatchObject([{ state: "reverted", ref: r.head() }]);
  const back = r.branch("revert-13", [['Revert "Revert"', { "c.ts": lines("c", 20) }]]);
  r.git("merge", "-q", "--no-ff", "-m", "Merge pull request #14 from acme/revert-13\n\nReverts acme/shop#13", "revert-13");
  expect(back).toHaveLength(1);
  expect(await look(r, { commits, pull: { number: 12, mergeCommit: merge } })).toMatchObject([{ state: "restored", ref: r.head() }]);
  // Of another repository: nothing of ours.
  r.commit("Talk\n\nReverts other/place#12", { "z.ts": ["z"] });
  expect(await look(r, { commits, pull: { number: 12, mergeCommit: merge } })).toMatchObject([{ state: "restored" }]);
});

test("one of two commits reverted, lines written anew, files moved and only formatted: the lines that are left", async () => {
  using r = makeRepository();
  const { commits, merge } = merged(r);
  const told = { commits, pull: { number: 1, mergeCommit: merge } };
  r.git("mv", "a.ts", "moved.ts");
  r.commit("move", { "b.ts": lines("b", 10).map((line) => `  ${line}`) });
  expect(await look(r, told)).toMatchObject([{ state: "standing", lines: { made: 20, left: 20 } }]);
  r.commit("rewrite", { "moved.ts": [...lines("a", 10).slice(0, 4), ...lines("other", 6)] });
  expect(await look(r, told)).toMatchObject([{ state: "rewritten", lines: { made: 20, left: 14 } }]);
  r.git("rm", "-q", "b.ts");
  r.git("commit", "-qm", `Revert "feat: b"\n\nThis reverts commit ${commits[1]}.`);
  expect(await look(r, told)).toMatchObject([{ state: "rewritten", lines: { made: 20, left: 4 } }]);
});

test("lines are counted as of 30 days after it was accepted; a revert counts whenever it comes", async () => {
  using r = makeRepository();
  const { commits, merge } = merged(r);
  const acceptedAt = r.now();
  const told = { acceptedAt, commits, pull: { number: 1, mergeCommit: merge } };
  r.wait(20);
  const within = r.commit("rewrite", { "a.ts": lines("other", 10) });
  r.wait(20);
  r.commit("rewrite more", { "b.ts": lines("other", 10) });
  expect(await look(r, told)).toMatchObject([{ state: "rewritten", tip: within, lines: { made: 20, left: 10 } }]);
  r.git("rm", "-q", "a.ts", "b.ts");
  r.git("commit", "-qm", `Revert "Merge pull request #1"\n\nThis reverts commit ${merge}, reversing\nchanges made to ${r.first}.`);
  const found = await look(r, told);
  expect(found.map(({ state, tip }) => [state, tip])).toEqual([
    ["rewritten", within],
    ["reverted", r.head()],
  ]);
});

test("what is nowhere is missing; what only took lines away has none to count", async () => {
  using r = makeRepository();
  const commits = r.branch("agents/9", [["never merged", { "x.ts": lines("x", 3) }]]);
  expect(await look(r, { commits })).toMatchObject([{ state: "missing" }]);
  expect(await look(r, { commits: ["f".repeat(40)], pull: { number: 9 } })).toMatchObject([{ state: "missing" }]);
  r.commit("much", { "y.ts": lines("y", 10) });
  const less = r.commit("less", { "y.ts": lines("y", 10).slice(0, 5) });
  const [found] = await look(r, { commits: [less] });
  expect(found).toMatchObject({ state: "standing", how: "commit" });
  expect(found).not.toHaveProperty("lines");
});

test("nothing of a hostile repository runs, and what a hostile server names is no option", async () => {
  using r = makeRepository();
  const { commits, merge } = merged(r);
  const mark = join(r.folder, "ran");
  const script = join(r.folder, ".git/evil");
  writeFileSync(script, `#!/bin/sh\ntouch ${mark}\ncat "$1" 2>/dev/null\nexit 0\n`, { mode: 0o755 });
  for (const [key, value] of [
    ["core.fsmonitor", script],
    ["core.pager", script],
    ["diff.external", script],
    ["diff.evil.textconv", script],
    ["diff.evil.command", script],
    ["gpg.program", script],
    ["log.showSignature", "true"],
    ["core.hooksPath", join(r.folder, ".git")],
    ["core.sshCommand", script],
    ["filter.evil.clean", script],
    ["filter.evil.smudge", script],
  ])
    execFileSync("git", ["-C", r.folder, "config", key as string, value as string]);
  writeFileSync(join(r.folder, ".git/info/attributes"), "* diff=evil filter=evil\n");
  expect(await look(r, { commits, pull: { number: 1, mergeCommit: merge } })).toMatchObject([
    { state: "standing", lines: { made: 20, left: 20 } },
  ]);
  const hostile = ["--output=pwned", "-c", "HEAD;touch pwned"];
  const check = {
    id,
    title: "x",
    acceptedAt: r.now(),
    commits: hostile,
    pullRequests: [{ number: 77, base: "--upload-pack=touch pwned", mergeCommit: "--all", head: "--help" }],
  };
  expect(await checkOutcome(openGit(r.folder), check, name)).toMatchObject([{ state: "missing" }]);
  expect([existsSync(mark), existsSync(join(r.folder, "pwned"))]).toEqual([false, false]);
});
