import { randomBytes } from "node:crypto";
import type { Db } from "../platform/db/database.ts";
import { readCapability, type Capability } from "./capability.ts";
import { decisionCallback } from "./decision-callback.ts";
import { deliver } from "./deliver.ts";
import { acknowledge, listPage, sendTest, shownOf } from "./deliveries.ts";
import { listShown, pruneDeliveries } from "./deliveries.repository.ts";
import { deliverQueue, remindQueue, type DevicePush, type NotificationsDeps, type NotificationsOptions } from "./notifications.types.ts";
import { notify, takeBack } from "./notify.ts";
import { onDecisionRequested } from "./on-decision-requested.ts";
import { onDecisionResolved } from "./on-decision-resolved.ts";
import { onDecisionSnoozed, remind } from "./on-decision-snoozed.ts";
import { subscribe, unsubscribe } from "./subscribe.ts";
import { keepSubscriptions, pushStates } from "./subscriptions.repository.ts";
import { withdrawn } from "./withdrawn.ts";
import { keyId, makeVapidKeys, vapidSubject, type VapidKeys } from "./vapid.ts";

const keptDays = 90;

/** Everything that reaches a phone by push, and what the phones say of it; each verb and each reaction is a file beside this one. */
export const createNotificationsService = (options: NotificationsOptions) => {
  const { jobs, events, clock, secrets } = options;
  const keys = remembered(async () => ({
    vapid: JSON.parse(await secrets.ensure("vapid", makeVapidKeys)) as VapidKeys,
    capability: await secrets.ensure("capability", () => randomBytes(32).toString("base64url")),
  }));
  const deps: NotificationsDeps = { ...options, keys };

  // Tried for about two hours; a push that its request has outlived ends by itself.
  jobs.handle(deliverQueue, { concurrency: 8, retryLimit: 20, retryDelay: 1, retryDelayMax: 600, expireInSeconds: 60 }, deliver(deps));
  jobs.handle(remindQueue, { retryLimit: 10 }, remind(deps));
  events.on("decision.requested", "notify", { concurrency: 2, retryLimit: 20 }, onDecisionRequested(deps));
  events.on("decision.resolved", "notify", { concurrency: 2, retryLimit: 20 }, onDecisionResolved(deps));
  events.on("decision.resolved", "callback", { concurrency: 4, retryLimit: 12, retryDelay: 2 }, decisionCallback(deps));
  events.on("decision.snoozed", "remind", { retryLimit: 20 }, onDecisionSnoozed(deps));
  jobs.schedule("push.prune", "17 3 * * *", prune(deps));

  return {
    subscribe: subscribe(deps),
    unsubscribe: unsubscribe(deps),
    sendTest: sendTest(deps),
    acknowledge: acknowledge(deps),
    deliveries: listPage(deps),
    withdrawn: withdrawn(deps),
    /** What of the log took somebody's attention. */
    shownBefore: async (db: Db) => (await listShown(db)).flatMap(shownOf),
    /** For other slices: says something by itself, and takes it back. */
    notify: notify(deps),
    takeBack: takeBack(deps),

    /** Whether Apple's push service takes what this server sends. */
    applePush: vapidSubject(options.config).apple,
    publicKey: async (): Promise<string> => (await keys()).vapid.publicKey,
    /** For device pages: how each device's notifications stand. */
    pushStates: async (db: Db, deviceIds: string[]): Promise<Map<string, DevicePush>> =>
      pushStates(db, deviceIds, keyId((await keys()).vapid)),
    /** What a notification's bearer may do; whether its device is still paired is for the access slice to see. */
    verifyCapability: async (token: string): Promise<Capability | undefined> => readCapability((await keys()).capability, token, clock()),
  };
};
export type NotificationsService = ReturnType<typeof createNotificationsService>;

/** Forgets old rows of the log, and the subscriptions of devices that were revoked. */
const prune = (deps: NotificationsDeps) => async () => {
  const { db } = deps.database;
  await pruneDeliveries(db, new Date(deps.clock().getTime() - keptDays * 86_400_000));
  await keepSubscriptions(
    db,
    (await deps.devices.active(db)).map(({ id }) => id),
  );
};

/** Loads once; a failed load is tried again by the next caller. */
const remembered = <T>(load: () => Promise<T>) => {
  let value: Promise<T> | undefined;
  return (): Promise<T> => {
    value ??= load().catch((error: unknown) => {
      value = undefined;
      throw error;
    });
    return value;
  };
};
