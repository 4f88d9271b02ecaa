import { defaultPolicy } from "@beckon/contracts/notification-defaults";
import type { NotificationPolicies, NotificationPolicy } from "@beckon/contracts/notification-policy";
import type { Work } from "../../platform/db/database.ts";
import type { NotificationsDeps } from "../notifications.types.ts";
import type { Subscriber } from "../subscribe.ts";
import { countHeld } from "./held.repository.ts";
import { deletePolicy, findPolicies, savePolicy } from "./policies.repository.ts";
import { judgeAnew } from "./release.ts";

type Of = Subscriber & { personId: string };

/** What stands for a device, and what waits on it. */
export const readPolicies =
  ({ database: { db }, clock }: NotificationsDeps) =>
  async ({ deviceId, personId }: Pick<Of, "deviceId" | "personId">): Promise<NotificationPolicies> => {
    const known = await findPolicies(db, [deviceId, personId]);
    const held = await countHeld(db, deviceId, clock());
    const [person, device] = [known.get(personId) ?? null, known.get(deviceId) ?? null];
    return {
      ...{ person, device, effective: device ?? person ?? defaultPolicy },
      ...(held ? { held: { count: held.count, until: held.until.toISOString() } } : {}),
    };
  };

/** For all devices of a person that have none of their own, or for one. What waits is judged by it at once. */
export const setPolicy =
  (deps: NotificationsDeps) =>
  async (of: Of, scope: "person" | "device", policy: NotificationPolicy): Promise<NotificationPolicies> => {
    await deps.database.transaction(async (work) => {
      await savePolicy(work.db, scope === "device" ? of.deviceId : of.personId, policy, deps.clock());
      const subject = scope === "device" ? of.deviceId : of.personId;
      await deps.audit.append(work, { actor: of.actor, action: "notifications.policy_changed", subject, detail: { scope, policy } });
      await again(deps, work, of);
    });
    return readPolicies(deps)(of);
  };

/** The device follows its person again. */
export const dropPolicy =
  (deps: NotificationsDeps) =>
  async (of: Of): Promise<NotificationPolicies> => {
    await deps.database.transaction(async (work) => {
      if (!(await deletePolicy(work.db, of.deviceId))) return;
      const detail = { scope: "device", policy: null };
      await deps.audit.append(work, { actor: of.actor, action: "notifications.policy_changed", subject: of.deviceId, detail });
      await again(deps, work, of);
    });
    return readPolicies(deps)(of);
  };

const again = async (deps: NotificationsDeps, work: Work, { personId }: Of): Promise<void> =>
  judgeAnew(
    deps,
    work,
    (await deps.devices.active(work.db)).filter((device) => device.personId === personId),
  );
