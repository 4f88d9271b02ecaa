import { setTimeout as sleep } from "node:timers/promises";
import type { DemoRemoved } from "@beckon/contracts/demo";
import type { AccessService } from "../access/access.service.ts";
import type { Audit } from "../access/audit.ts";
import { actorOf } from "../access/callers.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { CollisionsService } from "../collisions/collisions.service.ts";
import type { CoordinationService } from "../coordination/coordination.service.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { OtlpService } from "../integrations/otlp/otlp.service.ts";
import type { OutcomesService } from "../outcomes/outcomes.service.ts";
import type { NotificationsService } from "../notifications/notifications.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import { inOneGo } from "../platform/db/in-one-go.ts";
import type { Caller } from "../platform/http/env.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { PausesService } from "../pauses/pauses.service.ts";
import type { SignalsService } from "../signals/signals.service.ts";
import type { TasksService } from "../tasks/tasks.service.ts";
import type { UsageService } from "../usage/usage.service.ts";
import type { WorkflowsService } from "../workflows/workflows.service.ts";
import type { WorkDirectoriesService } from "../work-directories/work-directories.service.ts";

type Deps = {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  audit: Audit;
  access: Pick<AccessService, "demoTokens">;
  agents: Pick<AgentsService, "demoOwners" | "lockSessionsOf" | "forget">;
  signals: Pick<SignalsService, "forget">;
  usage: Pick<UsageService, "forget" | "modelCalls">;
  decisions: Pick<DecisionsService, "withdrawAll" | "forget">;
  notifications: Pick<NotificationsService, "withdrawn">;
  otlp: Pick<OtlpService, "forget">;
  tasks: Pick<TasksService, "forget">;
  coordination: Pick<CoordinationService, "forget">;
  collisions: Pick<CollisionsService, "forget">;
  pauses: Pick<PausesService, "forget">;
  workflows: Pick<WorkflowsService, "forget">;
  workDirectories: Pick<WorkDirectoriesService, "forget">;
  outcomes: Pick<OutcomesService, "forget">;
};

/** What was under way when the tokens were revoked has ended by then. */
const graceMs = 250;
const sweepQueue = "demo.sweep";
/** A request may have been let in just before: whatever it wrote is found this much later. */
const sweepAfterMs = 60_000;

const nothing: DemoRemoved = { tokens: 0, agents: 0, sessions: 0, signals: 0, requests: 0 };

/** The end of the demo fleet: each slice takes away what came with these tokens. */
export const createDemoService = (deps: Deps) => {
  const { database, access, agents } = deps;

  const owners = async () => [...new Set([...(await access.demoTokens.list()), ...(await agents.demoOwners(database.db))])];

  /** All or nothing. Whoever still writes to a run is waited for first; then what points at a row goes before it. */
  const forget = async (ownerIds: string[], caller?: Caller): Promise<DemoRemoved> =>
    inOneGo(database, async (work) => {
      const sessionIds = await agents.lockSessionsOf(work.db, ownerIds);
      await deps.usage.forget(work, sessionIds);
      await deps.usage.modelCalls.forgetDemo(work);
      const taskIds = await deps.tasks.forget(work, ownerIds);
      await deps.coordination.forget(work, ownerIds);
      await deps.collisions.forget(work, { ownerIds, sessionIds });
      await deps.pauses.forget(work, sessionIds);
      await deps.workflows.forget(work, ownerIds);
      const signals = await deps.signals.forget(work, sessionIds);
      const requests = await deps.decisions.forget(work, ownerIds);
      await deps.otlp.forget(work, ownerIds);
      await deps.workDirectories.forget(work, ownerIds);
      await deps.outcomes.forget(work, { ownerIds, sessionIds, taskIds });
      const gone = await agents.forget(work, ownerIds);
      const removed = { tokens: await access.demoTokens.forget(work, ownerIds), ...gone, signals, requests };
      if (caller) {
        await deps.audit.append(work, { actor: actorOf(caller), action: "demo.removed", subject: "demo", detail: removed });
        await deps.jobs.enqueue(work, sweepQueue, { ownerIds }, { startAfter: new Date(deps.clock().getTime() + sweepAfterMs) });
      }
      return removed;
    });

  deps.jobs.handle<{ ownerIds: string[] }>(sweepQueue, { retryLimit: 5 }, async ({ ownerIds }) => void (await forget(ownerIds)));

  return {
    /** Removes what the demo fleet left, and nothing else; how much that was. May be repeated. */
    remove: async (caller: Caller): Promise<DemoRemoved> => {
      const ownerIds = await owners();
      if (ownerIds.length === 0) return nothing;
      await access.demoTokens.revoke(caller, await access.demoTokens.list());
      await sleep(graceMs);
      await deps.notifications.withdrawn(await deps.decisions.withdrawAll(ownerIds, "the demo was removed"));
      return forget(ownerIds, caller);
    },
  };
};
export type DemoService = ReturnType<typeof createDemoService>;
