import type { ConnectionState } from "../platform/connection.store.ts";

/** Why nothing can be changed now; empty where it can. What answers for a person is never switched later, by surprise. */
export const whyNotNow = ({ state }: Pick<ConnectionState, "state">): string =>
  state === "offline" ? "No connection. Rules are shown as of the last one; they are changed only with one." : "";
