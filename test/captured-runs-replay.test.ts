import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cardsOf, endingOf, sessionsOf, stateOf, toldAgent } from "./support/replay-expect.ts";
import { faceIn, faceOf, labelOf, modelsOf } from "./support/replay-face.ts";
import { openReplay, type Replay, type Replayed } from "./support/replay-run.ts";
import { readRuns, type Run } from "./support/replay-read.ts";

/*
 * Whole runs of real agents, sent in their own order and at their own times through the whole server; what a person
 * said then is said again. Beside it stands what the capture says of itself. `BECKON_FIXTURES` names a folder of
 * further captures, which are held against the same.
 */

const integrations = fileURLToPath(new URL("../apps/bff/src/integrations", import.meta.url));
const ownRuns = ["claude-code", "codex", "gemini", "opencode"].flatMap((vendor) =>
  readFileSync(`${integrations}/${vendor}/fixtures/replay.jsonl`, "utf8")
    .trim()
    .split("\n")
    .map((line) => withTypes(JSON.parse(line) as Run)),
);
const folder = process.env.BECKON_FIXTURES;

/** What all requests have is not written down for each. */
function withTypes(run: Run): Run {
  return { ...run, steps: run.steps.map((step) => ({ ...step, headers: { "content-type": "application/json", ...step.headers } })) };
}

let replay: Replay;
beforeAll(async () => {
  replay = await openReplay();
});
afterAll(() => replay.close());

const check = (run: Run, { sent, sessions }: Replayed) => {
  for (const { step, status, body, hungUp, cards } of sent) {
    const isNote = step.channel === "mcp" && /^notifications\//.test((step.body as any)?.method ?? "");
    const expected = step.method === "GET" ? 405 : isNote ? 202 : 200;
    if (!hungUp) expect([step.name, status]).toEqual([step.name, expected]);
    expect([step.name, cards.length]).toEqual([step.name, cardsOf(step)]);
    if (cards.length === 0) continue;
    const { outcome, ...ending } = endingOf(run, step);
    for (const [position, card] of cards.entries()) {
      const face = faceOf(step, position);
      expect([step.name, faceIn(card, face)]).toEqual([step.name, face]);
      expect({
        ...{ name: step.name, status: card.status },
        ...(card.cancelReason === undefined ? {} : { reason: card.cancelReason }),
        ...(card.outcome ? { outcome: card.outcome.status } : {}),
      }).toEqual({ name: step.name, ...ending, ...(outcome ? { outcome } : {}) });
    }
    if (step.channel === "mcp") {
      if (step.answer) expect(body).toMatch(/"status":"answered".*"text":"yes, deploy"/);
    } else if (ending.status === "decided") expect([step.name, body]).toEqual([step.name, toldAgent(step)]);
    else if (!hungUp) expect([step.name, body]).toEqual([step.name, ""]);
  }

  expect(sessions.map(({ key }) => key).toSorted()).toEqual(sessionsOf(run));
  for (const session of sessions) {
    const { ended, turnOpen, project } = stateOf(run, session.key);
    const { key } = session;
    expect([key, session.parent]).toEqual([key, key.includes("/") ? key.split("/")[0] : undefined]);
    if (ended) expect([key, session.endReason]).toEqual([key, ended]);
    if (turnOpen !== undefined) expect([key, session.turn?.open]).toEqual([key, turnOpen]);
    if (turnOpen === false || ended) expect([key, session.doing]).toEqual([key, []]);
    if (project) expect([key, session.project]).toEqual([key, project]);
  }

  const label = labelOf(run);
  if (label) for (const { key, agent } of sessions) if (!key.includes("/")) expect([key, agent.name]).toEqual([key, label]);
  expect([...new Set(sessions.flatMap(({ usage }) => usage.models))].toSorted()).toEqual(
    run.steps.some(({ binary }) => binary) ? ["claude-sonnet-5"] : modelsOf(run),
  );

  // Sub-agents' usage is their parent's by the agents' own account of it.
  const used = (main: string) => {
    const of = sessions.filter(({ key }) => key === main || key.startsWith(`${main}/`)).map(({ usage }) => usage);
    const sum = (part: (usage: (typeof of)[number]) => number) => of.reduce((total, usage) => total + part(usage), 0);
    return {
      calls: sum(({ calls }) => calls),
      input: sum(({ tokens }) => tokens.input),
      output: sum(({ tokens }) => tokens.output),
      cacheRead: sum(({ tokens }) => tokens.cacheRead),
      cacheWrite: sum(({ tokens }) => tokens.cacheWrite),
      costMicros: sum(({ costMicros }) => costMicros ?? 0),
    };
  };
  for (const main of new Set(sessions.map(({ key }) => key.split("/")[0] as string))) {
    const told = run.usage[main];
    if (told) expect({ main, ...used(main) }).toMatchObject({ main, ...told });
    else expect([main, used(main).calls]).toEqual([main, 0]);
  }
  expect(Object.keys(run.usage).filter((main) => !sessions.some(({ key }) => key === main))).toEqual([]);
};

describe("captured runs", () => {
  test.each(ownRuns.map((run) => [`${run.agent}: ${run.name}`, run] as const))("%s", async (_, run) => {
    check(run, await replay.play(run));
  });
});

describe.skipIf(folder === undefined)("captures of BECKON_FIXTURES, whole", () => {
  const runs = folder === undefined ? [] : readRuns(folder);
  test.each(runs.map((run) => [`${run.agent}: ${run.name}`, run] as const))("%s", async (_, run) => {
    check(run, await replay.play(run));
  });
});
