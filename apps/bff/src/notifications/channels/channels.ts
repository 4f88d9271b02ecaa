import { createHmac } from "node:crypto";
import type { Channel, ChannelInput } from "@beckon/contracts/channels";
import type { Delivery } from "@beckon/contracts/notifications";
import { actorOf } from "../../access/callers.ts";
import type { Db } from "../../platform/db/database.ts";
import type { Caller } from "../../platform/http/env.ts";
import { keyReused } from "../../platform/http/idempotency-key.ts";
import { newId } from "../../platform/ids.ts";
import { seal } from "../../platform/seal.ts";
import { countTestsSince } from "../deliveries.repository.ts";
import { readEscalationPolicy } from "../escalation/escalations.repository.ts";
import { channelInUse, channelNotFound, channelOff, channelRefused, tooManyChannels, tooManyTests } from "../notifications.errors.ts";
import type { NotificationsDeps } from "../notifications.types.ts";
import {
  deleteChannel,
  findChannel,
  findChannelByKey,
  insertChannel,
  lastMessages,
  listChannels,
  updateChannel,
  type ChannelRow,
} from "./channels.repository.ts";
import { enqueueMessage } from "./enqueue-message.ts";

const mostChannels = 20;
const testsPerMinute = 5;

const toChannel = (row: ChannelRow, last: Delivery | undefined): Channel =>
  ({
    ...{ id: row.id, kind: row.kind, name: row.name, private: row.private, enabled: row.enabled, config: row.config },
    hasSecret: row.secret !== null,
    createdAt: row.createdAt.toISOString(),
    ...(last ? { last: { at: last.createdAt, status: last.status, ...wordsOf(last) } } : {}),
  }) as Channel;

const wordsOf = ({ reason, answer }: Delivery) => (reason === undefined && answer === undefined ? {} : { words: reason ?? answer });

const presented = async (db: Db, rows: readonly ChannelRow[]): Promise<Channel[]> => {
  const last = await lastMessages(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toChannel(row, last.get(row.id)));
};

export const list =
  ({ database: { db } }: NotificationsDeps) =>
  async (): Promise<Channel[]> =>
    presented(db, await listChannels(db));

/** Where this server would not call, it says so now, while somebody is there to read it. */
const assertCallable = ({ channels: { outbound, mailer } }: NotificationsDeps, input: ChannelInput): void => {
  const [pointer, refusal, named] =
    input.kind === "email"
      ? (["/config/host", mailer.refusal(input.config), `smtp://${input.config.host}:${input.config.port}`] as const)
      : input.kind === "ntfy"
        ? (["/config/server", outbound.refusal(input.config.server), URL.parse(input.config.server)?.origin] as const)
        : (["/config/url", outbound.refusal(input.config.url), URL.parse(input.config.url)?.origin] as const);
  if (refusal === undefined) return;
  throw channelRefused({
    detail: `${refusal}. A server inside your network has to be named to Beckon: BECKON_CHANNEL_ALLOW=${named}`,
    extra: { errors: [{ pointer, detail: refusal }] },
  });
};

const sealed = async (deps: NotificationsDeps, secret: string | null | undefined): Promise<string | null> =>
  secret === null || secret === undefined ? null : seal(await deps.channelKey(), secret);

/** The same key again gives the channel of before, as it is by now. */
export const create =
  (deps: NotificationsDeps) =>
  async (caller: Caller, { secret, ...input }: ChannelInput, key?: string): Promise<{ channel: Channel; created: boolean }> => {
    assertCallable(deps, input as ChannelInput);
    const now = deps.clock();
    const asked = { callerId: callerIdOf(caller), inputHash: await hashOf(deps, { secret, ...input }) };
    const row: ChannelRow = {
      ...{ id: newId("ch", now.getTime()), ...input, config: { ...input.config }, secret: await sealed(deps, secret), createdAt: now },
      ...{ ...asked, idempotencyKey: key ?? null },
    };
    const { stands, created } = await deps.database.transaction(async (work) => {
      const before = key === undefined ? undefined : await findChannelByKey(work.db, { callerId: asked.callerId, key });
      if (before) return { stands: sameAsked(before, asked), created: false };
      if ((await listChannels(work.db)).length >= mostChannels)
        throw tooManyChannels({ detail: `At most ${mostChannels}; remove one first.` });
      const inserted = await insertChannel(work.db, row);
      if (!inserted) {
        const twin = await findChannelByKey(work.db, { callerId: asked.callerId, key: key as string });
        return { stands: sameAsked(twin, asked), created: false };
      }
      const detail = { name: row.name, kind: row.kind };
      await deps.audit.append(work, { actor: actorOf(caller), action: "channel.created", subject: row.id, detail });
      return { stands: inserted, created: true };
    });
    return { channel: (await presented(deps.database.db, [stands]))[0] as Channel, created };
  };

const callerIdOf = (caller: Caller): string =>
  caller.kind === "device" ? caller.deviceId : caller.kind === "token" ? caller.tokenId : caller.kind;

/** Without the key of this server nobody can try secrets against it. */
const hashOf = async (deps: NotificationsDeps, input: unknown): Promise<string> =>
  createHmac("sha256", await deps.channelKey())
    .update(JSON.stringify(input))
    .digest("base64url");

const sameAsked = (row: ChannelRow | undefined, { inputHash }: { inputHash: string }): ChannelRow => {
  if (row?.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for a new channel." });
  return row;
};

/** All of it anew; a secret that is left out stays. */
export const update =
  (deps: NotificationsDeps) =>
  async (caller: Caller, id: string, { secret, ...input }: ChannelInput): Promise<Channel> => {
    assertCallable(deps, input as ChannelInput);
    const change = {
      ...{ ...input, config: { ...input.config } },
      ...(secret === undefined ? {} : { secret: await sealed(deps, secret) }),
    };
    const row = await deps.database.transaction(async (work) => {
      // A secret of one kind of channel is none of another's.
      if ((await findChannel(work.db, id))?.kind !== input.kind) throw channelNotFound();
      const updated = (await updateChannel(work.db, id, change)) as ChannelRow;
      const detail = { name: updated.name, kind: updated.kind, secret: secret === undefined ? "kept" : "changed" };
      await deps.audit.append(work, { actor: actorOf(caller), action: "channel.changed", subject: id, detail });
      return updated;
    });
    return (await presented(deps.database.db, [row]))[0] as Channel;
  };

export const remove =
  (deps: NotificationsDeps) =>
  async (caller: Caller, id: string): Promise<void> =>
    deps.database.transaction(async (work) => {
      const { policy } = await readEscalationPolicy(work.db);
      if (policy.steps.some(({ channelId }) => channelId === id))
        throw channelInUse({ detail: "A step of the escalation tells it; change the steps first." });
      const row = await deleteChannel(work.db, id);
      if (!row) throw channelNotFound();
      const detail = { name: row.name, kind: row.kind };
      await deps.audit.append(work, { actor: actorOf(caller), action: "channel.removed", subject: id, detail });
    });

/** Goes the way of all others; its delivery tells what the other side said. */
export const test =
  (deps: NotificationsDeps) =>
  async (id: string): Promise<Delivery> => {
    const { db } = deps.database;
    const channel = await findChannel(db, id);
    if (!channel) throw channelNotFound();
    if (!channel.enabled) throw channelOff({ detail: "Turn it on first." });
    if ((await countTestsSince(db, id, new Date(deps.clock().getTime() - 60_000))) >= testsPerMinute)
      throw tooManyTests({ detail: "Wait a minute.", headers: { "retry-after": "60" } });
    return (await deps.database.transaction((work) => enqueueMessage(deps, work, channel, { kind: "test" }))) as Delivery;
  };
