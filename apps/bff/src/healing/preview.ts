import { defaultHealingLimits, type HealingLimits, type HealingMode, type HealingPlan, type HealingScope } from "@beckon/contracts/healing";
import type { Db } from "../platform/db/database.ts";
import { sha256 } from "../platform/ids.ts";
import { collect } from "./collect.ts";
import type { HealingDeps } from "./healing.types.ts";
import type { Past } from "./past.ts";
import { plan, type PlannedStep } from "./plan.ts";
import { asksSince, restartsSince, tallies } from "./runs.repository.ts";
import { leftForMs } from "./thresholds.ts";

const hourMs = 3_600_000;

export type Asking = { mode: HealingMode; limits?: Partial<HealingLimits> | undefined; scope?: HealingScope };
export type Looked = { plan: HealingPlan; steps: PlannedStep[] };

/** The dry run: read in one instant that allows no write. */
export const preview =
  (deps: HealingDeps) =>
  (asking: Asking): Promise<HealingPlan> =>
    deps.database.snapshot(async (db) => (await look(deps, db, asking)).plan);

/** The same plan for whoever only looks, and for whoever carries it out. */
export const look = async (deps: HealingDeps, db: Db, { mode, limits: wanted, scope }: Asking): Promise<Looked> => {
  const world = await collect(deps, db);
  const limits = { ...defaultHealingLimits, ...wanted };
  const past = await pastOf(db, deps.clock());
  const { steps, left } = plan(world, { mode, limits, past, ...(scope ? { scope } : {}) });
  return {
    steps,
    plan: {
      asOf: world.now,
      mode,
      limits,
      hash: hashOf({ mode, limits, steps }),
      steps: steps.map(({ key: _, target: __, ...step }) => step),
      left,
      ...(world.demo ? { demo: true } : {}),
    },
  };
};

/** What is meant by a plan: which acts on whom, and what a limit refuses. Ages and figures in the evidence change all the time. */
const hashOf = ({ mode, limits, steps }: { mode: HealingMode; limits: HealingLimits; steps: readonly PlannedStep[] }): string =>
  sha256(JSON.stringify([mode, limits, steps.map(({ id, subject, refusedBy, to }) => [id, subject.id, refusedBy?.limit, to?.id])]));

const pastOf = async (db: Db, now: Date): Promise<Past> => ({
  tallies: await tallies(db),
  restarts: (await restartsSince(db, new Date(now.getTime() - hourMs))).flatMap(({ key, startedAt }) =>
    startedAt ? [{ key, at: startedAt.toISOString() }] : [],
  ),
  asks: (await asksSince(db, new Date(now.getTime() - 30 * leftForMs))).flatMap(({ fault, key, startedAt, answer }) =>
    startedAt ? [{ fault, key, at: startedAt.toISOString(), ...(answer ? { answered: answer } : {}) }] : [],
  ),
});
