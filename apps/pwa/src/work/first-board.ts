import { firstOf, takeView } from "../platform/early-view.ts";
import type { Replica } from "../platform/replica.ts";
import type { WorkSeen } from "./work-eye.ts";

/** More than a tall screen shows of a lane, or of the list. */
const firstRows = 14;

/**
 * The beginning of every lane as it was last seen at this address: one small record, painted while the
 * thousands behind it are still being read. It may be thrown away at any time.
 */
export async function readFirstBoard(replica: Replica, address: string): Promise<WorkSeen | undefined> {
  return (await takeView(replica, firstOf(address))) as WorkSeen | undefined;
}

/** Only for whoever is signed in: a page that is left by signing out must not bring back what was wiped. */
export async function keepFirstBoard(replica: Replica, address: string, { view, ...seen }: WorkSeen): Promise<void> {
  const lanes = view.lanes.map((lane) => ({ ...lane, tasks: lane.tasks.slice(0, firstRows) }));
  const body: WorkSeen = { ...seen, view: { ...view, lanes, found: view.found.slice(0, firstRows) } };
  const tx = (await replica.db()).transaction(["meta", "views"], "readwrite");
  const isSignedIn = (await tx.objectStore("meta").get("session")) !== undefined;
  if (isSignedIn) await tx.objectStore("views").put({ key: firstOf(address), body, at: new Date(seen.now).toISOString() });
  await tx.done;
}
