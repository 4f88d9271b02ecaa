import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { AgentsService } from "../../agents/agents.service.ts";
import type { Db } from "../../platform/db/database.ts";
import type { TasksService } from "../../tasks/tasks.service.ts";
import type { AlertsDeps } from "../alerts.types.ts";

/** What several kinds look at, read at most once a look. */
export type Facts = {
  /** Runs of the last day of real agents, and these agents. */
  fleet(): ReturnType<AgentsService["atWork"]>;
  /** Open decision requests of real agents, oldest first. */
  asked(): Promise<DecisionRequest[]>;
  /** Tasks that no agent has taken. */
  queue(): ReturnType<TasksService["queue"]>;
};

export const createFacts = ({ agents, decisions, tasks }: AlertsDeps, db: Db): Facts => ({
  fleet: once(() => agents.atWork(db)),
  asked: once(async () => (await decisions.pending(db)).filter(({ agent }) => agent.demo !== true)),
  queue: once(() => tasks.queue(db)),
});

const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let value: Promise<T> | undefined;
  return () => (value ??= load());
};
