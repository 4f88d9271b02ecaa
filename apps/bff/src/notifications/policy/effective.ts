import { defaultPolicy } from "@beckon/contracts/notification-defaults";
import type { NotificationPolicy } from "@beckon/contracts/notification-policy";
import type { Db } from "../../platform/db/database.ts";
import { findPolicies } from "./policies.repository.ts";

/** The policy in force on each of these devices: its own, else its person's, else the default. */
export const effectivePolicies = async (
  db: Db,
  devices: readonly { id: string; personId: string }[],
): Promise<(device: { id: string; personId: string }) => NotificationPolicy> => {
  const known = await findPolicies(
    db,
    devices.flatMap(({ id, personId }) => [id, personId]),
  );
  return ({ id, personId }) => known.get(id) ?? known.get(personId) ?? defaultPolicy;
};
