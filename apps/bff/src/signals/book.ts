import type { Signal } from "@beckon/contracts/signals";
import type { OpenSession } from "../agents/locate.ts";
import { placeOf } from "../agents/place.ts";
import type { Work } from "../platform/db/database.ts";
import type { UsageService } from "../usage/usage.service.ts";
import type { SessionPlace } from "../usage/usage.types.ts";

/** The task goes with each call; only what belongs to the whole run moves what was booked before. */
const isMoved = (before: SessionPlace | undefined, now: SessionPlace) =>
  before !== undefined &&
  (before.agentId !== now.agentId || before.role !== now.role || before.project !== now.project || before.payment !== now.payment);

const isUsage = ({ kind }: Signal) => kind === "model.called" || kind === "usage.counted";

/** Hands the usage of a batch to its slice, with what stands at another place than before, and keeps the totals. */
export const book = async (
  work: Work,
  usage: Pick<UsageService, "apply">,
  { told, changed }: { told: readonly { signal: Signal; open: OpenSession }[]; changed: readonly OpenSession[] },
): Promise<void> => {
  const fresh = told
    .filter(({ signal }) => isUsage(signal))
    .map(({ signal, open }) => ({ signal, sessionId: open.row.id, at: new Date(signal.at) }));
  const using = new Set(fresh.map(({ sessionId }) => sessionId));
  const places = new Map<string, SessionPlace>();
  for (const open of changed) {
    const place = placeOf(open);
    if (using.has(open.row.id) || isMoved(open.state.place, place)) places.set(open.row.id, place);
    open.state.place = place;
  }
  if (places.size === 0) return;
  const totals = await usage.apply(work, fresh, places);
  for (const open of changed) open.state.usage = totals.get(open.row.id) ?? open.state.usage;
};
