import type { Device, Role } from "@beckon/contracts/access";
import type { Audit } from "../access/audit.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { Events } from "../platform/jobs/events.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Logger } from "../platform/logger.ts";
import type { Outbound } from "../platform/outbound/outbound.ts";
import type { Capability } from "./capability.ts";
import type { VapidKeys } from "./vapid.ts";

/** A paired device that may be notified, as the access slice knows it. */
export type NotifiedDevice = { id: string; name: string; personId: string; personName: string; role: Role; privateNotifications: boolean };

export type DevicesPort = {
  /** All that are paired and not revoked. */
  active(db: Db): Promise<NotifiedDevice[]>;
  /** One of them; nothing when it is revoked or unknown. */
  find(db: Db, id: string): Promise<NotifiedDevice | undefined>;
};

/** What a notification says that is about no request: in full, and on devices that tell nothing to who looks at them. */
export type NoticeWords = {
  title: string;
  body: string;
  private: string;
  /** Where a tap leads, within the app. */
  path: string;
  /** One of the same tag takes the place of the one before. */
  tag: string;
};

/** Secrets of the server that all its processes share: the first to ask makes it. */
export type SecretsPort = { ensure(id: string, make: () => string): Promise<string> };

export type NotificationsOptions = {
  database: Database;
  clock: Clock;
  logger: Logger;
  jobs: Jobs;
  events: Events;
  audit: Audit;
  decisions: Pick<DecisionsService, "find" | "findSnooze" | "countPending">;
  devices: DevicesPort;
  secrets: SecretsPort;
  outbound: Outbound;
  /** A device showed a notification about a request, at this moment (epoch milliseconds); told again, it changes nothing. */
  shown: (db: Db, push: { deliveryId: string; requestId: string; at: number }) => Promise<void>;
  config: { publicOrigin: string; vapidSubject?: string; pushAllow: readonly string[] };
};

/** What the verbs of this slice work with. */
export type NotificationsDeps = NotificationsOptions & {
  keys(): Promise<{ vapid: VapidKeys; capability: string }>;
};

export type { Capability };
export type DevicePush = Device["push"];

/** One push on its way to one device. */
export const deliverQueue = "push.deliver";
/** Runs when a snooze ends. */
export const remindQueue = "push.remind";
