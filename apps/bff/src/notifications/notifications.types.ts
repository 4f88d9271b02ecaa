import type { Device, Role } from "@beckon/contracts/access";
import type { Severity } from "@beckon/contracts/escalation";
import type { Audit } from "../access/audit.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { Events } from "../platform/jobs/events.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Logger } from "../platform/logger.ts";
import type { Mailer } from "../platform/outbound/mail.ts";
import type { Outbound } from "../platform/outbound/outbound.ts";
import type { Capability } from "./capability.ts";
import type { VapidKeys } from "./vapid.ts";

/** A paired device that may be notified, as the access slice knows it. */
export type NotifiedDevice = {
  id: string;
  name: string;
  personId: string;
  personName: string;
  role: Role;
  privateNotifications: boolean;
  lastSeenAt: Date;
};

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

/** Something that somebody has to know of, and to take: told by each device's policy, and again to others until one does. */
export type Page = {
  /** What it is known by: acknowledged, settled and told once under this name. */
  occasion: string;
  severity: Severity;
  notice: NoticeWords;
  /** Who is told first, where it is somebody's. */
  personId?: string;
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
  /** What an hour of waiting for this answer costs, in micro-dollars, where that is known. */
  waitingCost: (db: Db, agentId: string) => Promise<number | undefined>;
  /** For channels: their own way out, and what may be inside the network. */
  channels: { outbound: Pick<Outbound, "post" | "refusal">; mailer: Mailer };
  config: { publicOrigin: string; vapidSubject?: string; pushAllow: readonly string[] };
};

/** What the verbs of this slice work with. */
export type NotificationsDeps = NotificationsOptions & {
  keys(): Promise<{ vapid: VapidKeys; capability: string }>;
  /** What channels' secrets are sealed with. */
  channelKey(): Promise<string>;
};

export type { Capability };
export type DevicePush = Device["push"];

/** Another device may have got the answer already: the text every such delivery ends with. */
export const answeredBefore = "answered before it was sent";
/** The same, of what is no request. */
export const overBefore = "it was over before it was sent";

/** One push on its way to one device. */
export const deliverQueue = "push.deliver";
/** What a device was spared until now. */
export const releaseQueue = "push.release";
/** The next step of an escalation. */
export const escalateQueue = "push.escalate";
/** One message on its way to one channel. */
export const channelQueue = "channel.deliver";
/** Runs when a snooze ends. */
export const remindQueue = "push.remind";
