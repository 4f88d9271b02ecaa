import type { Work } from "../db/database.ts";
import type { JobHandler, Jobs, QueueOptions } from "./jobs.ts";

/**
 * Facts that one slice states and others react to. Stated in the transaction that makes them true,
 * kept as one job per reaction: a crash loses none, and a reaction that fails is tried again alone.
 */
export type EventMap = {
  "decision.requested": { requestId: string };
  "decision.resolved": { requestId: string; deviceId?: string };
  "decision.snoozed": { requestId: string; personId: string; until: string };
};

export type Events = {
  on<E extends keyof EventMap>(event: E, reaction: string, options: QueueOptions, handler: JobHandler<EventMap[E]>): void;
  emit<E extends keyof EventMap>(work: Work, event: E, data: EventMap[E]): Promise<void>;
};

export const createEvents = (jobs: Jobs): Events => {
  const reactions = new Map<keyof EventMap, string[]>();
  return {
    on: (event, reaction, options, handler) => {
      const queue = `${event}.${reaction}`;
      reactions.set(event, [...(reactions.get(event) ?? []), queue]);
      jobs.handle(queue, options, handler);
    },
    emit: async (work, event, data) => {
      for (const queue of reactions.get(event) ?? []) await jobs.enqueue(work, queue, data);
    },
  };
};
