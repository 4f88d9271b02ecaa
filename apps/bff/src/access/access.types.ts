import type { Device } from "@beckon/contracts/access";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { Logger } from "../platform/logger.ts";
import type { Audit } from "./audit.ts";

export type AccessConfig = {
  /** Where people open the app: scheme, host and port, without a path. */
  publicOrigin: string;
  version: string;
  /** The content of `local-secret` in the data folder: opens the command line's routes. */
  localSecret: string;
};

/** What one notification's capability was issued for. */
export type Capability = { deliveryId: string; requestId?: string; answers: string[]; deviceId: string };

/** What access needs of notifications. */
export type AccessPorts = {
  pushStates(db: Db, deviceIds: string[]): Promise<Map<string, Device["push"]>>;
  /** Devices that most likely hear no notification. */
  deafDevices(db: Db): Promise<{ deviceId: string; name: string; personId: string; since: string; words: string }[]>;
  /** Signature and age only; whether the device may still act is found here. */
  verifyCapability(token: string): Capability | undefined | Promise<Capability | undefined>;
  pushServer(): Promise<{ vapidPublicKey: string; applePush: boolean }>;
};

export type AccessDeps = { database: Database; clock: Clock; logger: Logger; audit: Audit; config: AccessConfig } & AccessPorts;

/** Wakes whoever holds something open for a device (key: device id) or a token (key: token id) that was revoked. */
export const accessTopic = "access";
