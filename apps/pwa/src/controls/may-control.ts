import type { SessionState } from "../access/session.store.ts";
import type { ConnectionState } from "../platform/connection.store.ts";

/** Viewers look. */
export const mayControl = ({ session }: Pick<SessionState, "session">): boolean =>
  session !== undefined && session.person.role !== "viewer";

/** Taking a machine off everybody's list is the owner's. */
export const mayForget = ({ session }: Pick<SessionState, "session">): boolean => session?.person.role === "owner";

/** Why nothing can be asked for now; empty where it can. A command is of the moment: it does not wait for a network. */
export const whyNot = ({ state }: Pick<ConnectionState, "state">): string =>
  state === "offline" ? "No connection. Controls act at once or not at all, so nothing is kept for later." : "";
