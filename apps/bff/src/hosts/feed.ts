import type { FeedSource } from "../sync/sync.service.ts";
import type { HostsService } from "./hosts.service.ts";

/** Machines in every paired person's feed. */
export const hostsFeed = (hosts: Pick<HostsService, "find" | "listIn">): FeedSource => ({
  kind: "host",
  load: async (db, ids) => (await hosts.find(db, ids)).map((value) => ({ kind: "host", id: value.id, value })),
  snapshot: async (db) => (await hosts.listIn(db)).map((value) => ({ kind: "host", id: value.id, value })),
});
