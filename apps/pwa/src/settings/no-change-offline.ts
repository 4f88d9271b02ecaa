import type { ConnectionState } from "../platform/connection.store.ts";

/** Why settings cannot be changed now; empty where they can. What was switched without the server would only look switched. */
export const noChangeOffline = ({ state }: Pick<ConnectionState, "state">): string =>
  state === "offline" ? "No connection. This is how it was last; it is changed only with one." : "";
