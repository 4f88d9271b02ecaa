import type { AgentsService } from "../../agents/agents.service.ts";
import type { ControlsService } from "../../controls/controls.service.ts";
import type { DecisionsService } from "../../decisions/decisions.service.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db/database.ts";
import type { Logger } from "../../platform/logger.ts";
import type { PausesService } from "../../pauses/pauses.service.ts";
import type { SignalsService } from "../../signals/signals.service.ts";
import type { TasksService } from "../../tasks/tasks.service.ts";

/** The token an agent came with. */
export type McpOwner = { id: string; name: string; demo?: boolean };

export type McpDeps = {
  decisions: Pick<DecisionsService, "request" | "read">;
  signals: Pick<SignalsService, "append">;
  tasks: Pick<TasksService, "claim" | "handOver" | "standing" | "offered">;
  agents: Pick<AgentsService, "seen" | "sessionOfCall">;
  pauses: Pick<PausesService, "hold">;
  controls: Pick<ControlsService, "take">;
  database: Database;
  clock: Clock;
  logger: Logger;
  version: string;
  /** Wakes with a token's id when it is revoked. */
  accessTopic: string;
};
