import { lapsedHolds, pruneHolds, renewLeases } from "./holds.repository.ts";
import type { Settling } from "./hold-settle.ts";
import { leaseMs, reasons, renewMs, type HoldsDeps } from "./hold-types.ts";

const keptMs = 2 * 86_400_000;

/**
 * Signs of life of this process's connections, and the end of those that gave none: a card whose
 * answer could reach nobody must not stand.
 */
export const createLeases = (deps: HoldsDeps & { settling: Settling }) => {
  const { database, clock, logger, settling } = deps;
  const held = new Set<string>();
  const startedAt = clock().getTime();
  let timer: NodeJS.Timeout | undefined;

  const tell = (error: unknown) => logger.warn({ err: error }, "the leases of held hooks could not be renewed; it is tried again");
  const renew = async () => {
    if (held.size > 0) await renewLeases(database.db, [...held], until());
  };
  const until = () => new Date(clock().getTime() + leaseMs);

  const sweep = async (): Promise<void> => {
    const now = clock();
    // While the server was away nobody could come again: those who will have one lease's time from its start.
    const grace = now.getTime() - startedAt < leaseMs;
    const lapsed = (await lapsedHolds(database.db, now)).filter(({ returns }) => !(grace && returns));
    await settling.close(lapsed, { reason: reasons.cut, lapsedAt: now });
  };
  const tick = () => void renew().then(sweep).catch(tell);

  // What a process that died has left is due one lease after this start.
  const first = setTimeout(() => void sweep().catch(tell), leaseMs + 1_000);
  first.unref();

  return {
    until,
    hold: (attachment: string) => {
      held.add(attachment);
      if (!timer) {
        timer = setInterval(tick, renewMs);
        timer.unref();
      }
    },
    release: (attachment: string) => {
      held.delete(attachment);
      if (held.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
    renew,
    sweep,
    prune: () => pruneHolds(database.db, new Date(clock().getTime() - keptMs)),
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
};
export type Leases = ReturnType<typeof createLeases>;
