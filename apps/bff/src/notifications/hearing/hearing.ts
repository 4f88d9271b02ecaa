import type { Db } from "../../platform/db/database.ts";
import { enqueueNotice } from "../enqueue.ts";
import type { NotificationsDeps } from "../notifications.types.ts";
import { quietUntil } from "../policy/decide.ts";
import { effectivePolicies } from "../policy/effective.ts";
import { hearingOf, silentSince } from "./hearing.repository.ts";
import { deafness } from "./judge.ts";

const weekMs = 7 * 86_400_000;

/** A paired device that most likely hears no notification, though it should. */
export type DeafDevice = { deviceId: string; name: string; personId: string; personName: string; since: string; words: string };

/** All such devices. */
export const deafDevices =
  (deps: Pick<NotificationsDeps, "clock" | "devices">) =>
  async (db: Db): Promise<DeafDevice[]> => {
    const active = await deps.devices.active(db);
    const ids = active.map(({ id }) => id);
    const known = new Map((await hearingOf(db, ids, deps.clock())).map((hearing) => [hearing.deviceId, hearing]));
    return active.flatMap(({ id, name, personId, personName }) => {
      const hearing = known.get(id);
      const deaf = hearing && deafness(hearing, deps.clock());
      return deaf ? [{ deviceId: id, name, personId, personName, ...deaf }] : [];
    });
  };

/** Every hour: devices that have shown nothing for a week are sent a silent push, outside their quiet hours. */
export const checkSilent = (deps: NotificationsDeps) => async (): Promise<void> => {
  const { database, clock, devices } = deps;
  const now = clock();
  const silent = new Set(await silentSince(database.db, new Date(now.getTime() - weekMs)));
  if (silent.size === 0) return;
  const chosen = (await devices.active(database.db)).filter(({ id }) => silent.has(id));
  const policyOf = await effectivePolicies(database.db, chosen);
  const awake = chosen.filter((device) => quietUntil(policyOf(device), now.getTime()) === undefined);
  if (awake.length > 0)
    await database.transaction(async (work) => void (await enqueueNotice(deps, work, { kind: "check", devices: awake })));
};
