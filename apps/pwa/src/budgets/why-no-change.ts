import type { ConnectionState } from "../platform/connection.store.ts";

/** Why no budget can be changed now; empty where it can. What limits spending never changes later, by surprise. */
export const whyNoChange = ({ state }: Pick<ConnectionState, "state">): string =>
  state === "offline" ? "No connection. Budgets are shown as of the last one; they are changed only with one." : "";
