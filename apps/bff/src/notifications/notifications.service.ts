import { randomBytes } from "node:crypto";
import type { Db } from "../platform/db/database.ts";
import { readCapability, type Capability } from "./capability.ts";
import { decisionCallback } from "./decision-callback.ts";
import { deliver } from "./deliver.ts";
import { acknowledge, listPage, sendTest, shownOf } from "./deliveries.ts";
import { listShown, pruneDeliveries } from "./deliveries.repository.ts";
import {
  channelQueue,
  deliverQueue,
  escalateQueue,
  releaseQueue,
  remindQueue,
  type DevicePush,
  type NotificationsDeps,
  type NotificationsOptions,
} from "./notifications.types.ts";
import { notify, takeBack } from "./notify.ts";
import * as channels from "./channels/channels.ts";
import { deliverMessage } from "./channels/deliver-message.ts";
import { pruneEscalations } from "./escalation/escalations.repository.ts";
import { listPages, readSteps, setSteps } from "./escalation/policy.ts";
import { escalate } from "./escalation/step.ts";
import { checkSilent, deafDevices } from "./hearing/hearing.ts";
import { dropPolicy, readPolicies, setPolicy } from "./policy/policies.ts";
import { release } from "./policy/release.ts";
import { newSecret } from "../platform/ids.ts";
import { acknowledged, page, settle } from "./escalation/page.ts";
import { onDecisionRequested } from "./on-decision-requested.ts";
import { onDecisionResolved } from "./on-decision-resolved.ts";
import { onDecisionSnoozed, remind } from "./on-decision-snoozed.ts";
import { subscribe, unsubscribe } from "./subscribe.ts";
import { keepSubscriptions, pushStates } from "./subscriptions.repository.ts";
import { deliveryTotals, pushServices, pushStanding } from "./totals.repository.ts";
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
  const deps: NotificationsDeps = { ...options, keys, channelKey: () => secrets.ensure("channels", () => newSecret("ck")) };

  // Tried for about two hours; a push that its request has outlived ends by itself.
  jobs.handle(deliverQueue, { concurrency: 8, retryLimit: 20, retryDelay: 1, retryDelayMax: 600, expireInSeconds: 60 }, deliver(deps));
  jobs.handle(releaseQueue, { concurrency: 2, retryLimit: 20 }, release(deps));
  jobs.handle(escalateQueue, { concurrency: 2, retryLimit: 20 }, escalate(deps));
  // Tried for about an hour; the steps of an escalation go on meanwhile.
  jobs.handle(
    channelQueue,
    { concurrency: 4, retryLimit: 12, retryDelay: 5, retryDelayMax: 600, expireInSeconds: 90 },
    deliverMessage(deps),
  );
  jobs.handle(remindQueue, { retryLimit: 10 }, remind(deps));
  events.on("decision.requested", "notify", { concurrency: 2, retryLimit: 20 }, onDecisionRequested(deps));
  events.on("decision.resolved", "notify", { concurrency: 2, retryLimit: 20 }, onDecisionResolved(deps));
  events.on("decision.resolved", "callback", { concurrency: 4, retryLimit: 12, retryDelay: 2 }, decisionCallback(deps));
  events.on("decision.snoozed", "remind", { retryLimit: 20 }, onDecisionSnoozed(deps));
  jobs.schedule("push.prune", "17 3 * * *", prune(deps));
  jobs.schedule("push.check", "11 * * * *", checkSilent(deps));

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
    /** For alerts: told by each device's policy, and further, step by step, until somebody takes it or it is over. */
    page: page(deps),
    acknowledged: acknowledged(deps),
    settle: settle(deps),

    /** For monitoring: how far notifications got in a span, and which devices they do not reach. */
    totals: deliveryTotals,
    pushStanding,
    pushServices,

    /** Whether Apple's push service takes what this server sends. */
    applePush: vapidSubject(options.config).apple,
    publicKey: async (): Promise<string> => (await keys()).vapid.publicKey,
    /** For device pages: how each device's notifications stand. */
    pushStates: async (db: Db, deviceIds: string[]): Promise<Map<string, DevicePush>> =>
      pushStates(db, deviceIds, { currentKeyId: keyId((await keys()).vapid), now: clock() }),
    /** For alerts and the app's banner: paired devices that most likely hear no notification. */
    deafDevices: deafDevices(deps),
    policies: { read: readPolicies(deps), set: setPolicy(deps), drop: dropPolicy(deps) },
    escalation: { read: readSteps(deps), set: setSteps(deps), list: listPages(deps) },
    channels: {
      ...{ list: channels.list(deps), create: channels.create(deps), update: channels.update(deps) },
      ...{ remove: channels.remove(deps), test: channels.test(deps) },
    },
    /** What a notification's bearer may do; whether its device is still paired is for the access slice to see. */
    verifyCapability: async (token: string): Promise<Capability | undefined> => readCapability((await keys()).capability, token, clock()),
  };
};
export type NotificationsService = ReturnType<typeof createNotificationsService>;

/** Forgets old rows of the log, and the subscriptions of devices that were revoked. */
const prune = (deps: NotificationsDeps) => async () => {
  const { db } = deps.database;
  const before = new Date(deps.clock().getTime() - keptDays * 86_400_000);
  await pruneDeliveries(db, before);
  await pruneEscalations(db, before);
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
