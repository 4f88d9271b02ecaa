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

export async function keepFirstBoard(replica: Replica, address: string, { view, ...seen }: WorkSeen): Promise<void> {
  const lanes = view.lanes.map((lane) => ({ ...lane, tasks: lane.tasks.slice(0, firstRows) }));
  const body: WorkSeen = { ...seen, view: { ...view, lanes, found: view.found.slice(0, firstRows) } };
  await (await replica.db()).put("views", { key: firstOf(address), body, at: new Date(seen.now).toISOString() });
}
