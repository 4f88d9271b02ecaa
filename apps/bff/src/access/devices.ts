import type { Device, Session } from "@beckon/contracts/access";
import type { Db } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { deviceNotFound, notYours } from "./access.errors.ts";
import { accessTopic, type AccessDeps } from "./access.types.ts";
import { actorOf, type DeviceCaller } from "./callers.ts";
import { findDevice, listActiveDevices, listDevices, revokeDevice, updateDevice, type StoredDevice } from "./devices.repository.ts";
import { countPasskeys } from "./passkeys.repository.ts";
import { relyingParty } from "./relying-party.ts";
import { tidyName } from "./tidy-name.ts";

/** How long a revoked device stays in the list, and how many are listed at all. */
const shown = { revokedDays: 30, most: 500 };

const noPush: Device["push"] = { state: "none" };

const toDevice = (stored: StoredDevice, push: Device["push"] | undefined, currentId: string | undefined): Device => ({
  id: stored.id,
  name: stored.name,
  person: stored.person,
  createdAt: stored.createdAt.toISOString(),
  lastSeenAt: stored.lastSeenAt.toISOString(),
  ...(stored.revokedAt ? { revokedAt: stored.revokedAt.toISOString() } : {}),
  current: stored.id === currentId,
  privateNotifications: stored.privateNotifications,
  push: push ?? noPush,
});

const idOf = (caller: Caller) => (caller.kind === "device" ? caller.deviceId : undefined);

/** Everybody's devices: those in use first, then the recently revoked. */
export const list =
  (deps: AccessDeps) =>
  async (caller: Caller): Promise<Device[]> => {
    const { db } = deps.database;
    const rows = await listDevices(db, {
      revokedSince: new Date(deps.clock().getTime() - shown.revokedDays * 86_400_000),
      limit: shown.most,
    });
    const push = await deps.pushStates(
      db,
      rows.map((row) => row.id),
    );
    return rows.map((row) => toDevice(row, push.get(row.id), idOf(caller)));
  };

/** The calling device as it is now. */
export const own =
  (deps: AccessDeps) =>
  async (caller: DeviceCaller): Promise<Device> => {
    const { db } = deps.database;
    const stored = await findDevice(db, caller.deviceId);
    if (!stored) throw deviceNotFound();
    return toDevice(stored, (await deps.pushStates(db, [stored.id])).get(stored.id), stored.id);
  };

/** What the app shows of itself: who and which device this is, and what the server can do. */
export const session = (deps: AccessDeps) => {
  const ownDevice = own(deps);
  return async (caller: DeviceCaller): Promise<Session> => {
    const device = await ownDevice(caller);
    const deaf = (await deps.deafDevices(deps.database.db)).filter(({ personId }) => personId === device.person.id);
    const { publicOrigin, version } = deps.config;
    const passkeysPossible = relyingParty(publicOrigin).possible;
    return {
      person: device.person,
      device,
      passkeys: await countPasskeys(deps.database.db, device.person.id),
      deaf: deaf.map(({ deviceId, name, since, words }) => ({ deviceId, name, since, words })),
      server: { version, publicOrigin, ...(await deps.pushServer()), passkeysPossible },
    };
  };
};

/** A new name, or whether the lock screen hides content. */
export const update = (deps: AccessDeps) => {
  const ownDevice = own(deps);
  return async (caller: DeviceCaller, input: { name?: string; privateNotifications?: boolean }): Promise<Device> => {
    const name = input.name === undefined ? undefined : tidyName(input.name, "/name");
    await deps.database.transaction(async (work) => {
      const { privateNotifications } = input;
      const change = { ...(name === undefined ? {} : { name }), ...(privateNotifications === undefined ? {} : { privateNotifications }) };
      if (!(await updateDevice(work.db, caller.deviceId, change))) throw deviceNotFound();
      const { actor, subject } = { actor: actorOf(caller), subject: caller.deviceId };
      if (name !== undefined && name !== caller.deviceName)
        await deps.audit.append(work, { actor, action: "device.renamed", subject, detail: { from: caller.deviceName, to: name } });
      if (privateNotifications !== undefined)
        await deps.audit.append(work, { actor, action: "device.privacy_changed", subject, detail: { privateNotifications } });
    });
    return ownDevice(caller);
  };
};

/** Ends a device's session for good: an owner any, everybody their own. Again: no error. */
export const revoke =
  (deps: AccessDeps) =>
  async (caller: Caller, id: string): Promise<void> => {
    const now = deps.clock();
    await deps.database.transaction(async (work) => {
      const device = await findDevice(work.db, id);
      if (!device) throw deviceNotFound();
      if (caller.kind === "device" && caller.role !== "owner" && device.person.id !== caller.personId)
        throw notYours({ detail: "Only an owner ends other people's devices." });
      if (!(await revokeDevice(work.db, id, now))) return;
      await deps.audit.append(work, {
        actor: actorOf(caller),
        action: "device.revoked",
        subject: id,
        detail: { name: device.name, person: device.person.id },
      });
      work.wake({ topic: accessTopic, key: id });
    });
  };

/** What notifications know of a device. */
export type Recipient = {
  id: string;
  name: string;
  personId: string;
  personName: string;
  role: StoredDevice["person"]["role"];
  privateNotifications: boolean;
  lastSeenAt: Date;
};

const toRecipient = ({ id, name, person, privateNotifications, lastSeenAt }: StoredDevice): Recipient => ({
  id,
  name,
  personId: person.id,
  personName: person.name,
  role: person.role,
  privateNotifications,
  lastSeenAt,
});

/** For notifications: the devices that may be told. */
export const recipients = {
  active: async (db: Db): Promise<Recipient[]> => (await listActiveDevices(db)).map(toRecipient),
  find: async (db: Db, id: string): Promise<Recipient | undefined> => {
    const device = await findDevice(db, id);
    return device && !device.revokedAt ? toRecipient(device) : undefined;
  },
};
