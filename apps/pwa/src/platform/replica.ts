import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";
import type { Alert, AlertRule, Silence } from "@beckon/contracts/alerts";
import type { Agent, Session } from "@beckon/contracts/agents";
import type { Command } from "@beckon/contracts/controls";
import type { Collision } from "@beckon/contracts/coordination";
import type { DecisionRequest, Snooze } from "@beckon/contracts/decisions";
import type { HealingRule, HealingRun } from "@beckon/contracts/healing";
import type { Host } from "@beckon/contracts/hosts";
import type { PushData } from "@beckon/contracts/notifications";
import type { Recovery } from "@beckon/contracts/recovery";
import type { Rule, RuleProposal } from "@beckon/contracts/rules";
import type { Task, TaskPatch } from "@beckon/contracts/tasks";
import type { Budget, SpendAlarm } from "@beckon/contracts/budgets";
import type { Team } from "@beckon/contracts/teams";
import type { WorkDirectory } from "@beckon/contracts/work-directories";
import type { WorkflowRun } from "@beckon/contracts/workflows";
import type { OutboxEntry } from "./outbox-types.ts";

/** What a notification told about a request before the first sync did. */
export type PushCard = { requestId: string; data: PushData; receivedAt: string };
/** An acknowledgement of a notification that did not reach the server yet. */
export type PendingAck = { deliveryId: string; event: "shown" | "opened"; capability: string; at: string };

/**
 * A person's change of a task that the server has not taken. `refused`: it said no, for this reason; the task then
 * stands as the server says.
 */
export type TaskChange = {
  taskId: string;
  patch: TaskPatch;
  at: string;
  /** As it was each time that it was sent and no answer came: the server may have taken it. */
  sent?: TaskPatch[];
  refused?: { reason: string; by?: string };
};

/** An answer as it was, and when: ISO instant. */
export type CachedView = { key: string; body: unknown; at: string };

export interface BeckonSchema extends DBSchema {
  /** Single values by name: cursor, asOf, session, stay, first screen, deep link. */
  meta: { key: string; value: unknown };
  decisionRequests: { key: string; value: DecisionRequest; indexes: { status: string; resolvedAt: string } };
  agents: { key: string; value: Agent };
  sessions: { key: string; value: Session; indexes: { lastSignalAt: string } };
  snoozes: { key: string; value: Snooze };
  tasks: { key: string; value: Task; indexes: { endedAt: string } };
  workflowRuns: { key: string; value: WorkflowRun; indexes: { endedAt: string } };
  workDirectories: { key: string; value: WorkDirectory };
  collisions: { key: string; value: Collision };
  hosts: { key: string; value: Host };
  commands: { key: string; value: Command; indexes: { requestedAt: string } };
  recoveries: { key: string; value: Recovery };
  teams: { key: string; value: Team };
  healingRuns: { key: string; value: HealingRun };
  healingRules: { key: string; value: HealingRule };
  rules: { key: string; value: Rule };
  ruleProposals: { key: string; value: RuleProposal };
  budgets: { key: string; value: Budget };
  spendAlarms: { key: string; value: SpendAlarm };
  alerts: { key: string; value: Alert };
  alertRules: { key: string; value: AlertRule };
  silences: { key: string; value: Silence };
  /** Answers of the server that are no entities, by the address they were asked at. */
  views: { key: string; value: CachedView; indexes: { at: string } };
  /** As precious as the outbox: exists nowhere else. */
  taskChanges: { key: string; value: TaskChange };
  cards: { key: string; value: PushCard };
  acks: { key: [string, string]; value: PendingAck };
  outbox: { key: string; value: OutboxEntry; indexes: { requestId: string } };
}
export type ReplicaDb = IDBPDatabase<BeckonSchema>;
type Upgrade = IDBPTransaction<BeckonSchema, StoreNames<BeckonSchema>[], "versionchange">;

/** What changed, told to every page and to the service worker of this browser. */
export type ReplicaChange = {
  requests?: string[];
  agents?: string[];
  sessions?: string[];
  tasks?: string[];
  workflowRuns?: string[];
  workDirectories?: string[];
  collisions?: string[];
  hosts?: string[];
  commands?: string[];
  recoveries?: string[];
  teams?: string[];
  healingRuns?: string[];
  healingRules?: string[];
  rules?: string[];
  ruleProposals?: string[];
  budgets?: string[];
  spendAlarms?: string[];
  alerts?: string[];
  alertRules?: string[];
  silences?: string[];
  /** The figures of teamwork are other than before. */
  teamwork?: boolean;
  /** The same of value: outcomes or assumptions. */
  value?: boolean;
  outbox?: boolean;
  taskChanges?: boolean;
  session?: boolean;
  /** All may differ: read again from the start. */
  reset?: boolean;
  asOf?: string;
};

/** The local replica: opened when needed, closed when the page is frozen, opened again after. */
export type Replica = {
  db(): Promise<ReplicaDb>;
  changed(change: ReplicaChange): void;
  subscribe(listener: (change: ReplicaChange) => void): () => void;
  close(): void;
};

/** Raise it whenever the shape changes: all that the server has is thrown away and synced again. */
const currentVersion = 7;

export function openReplica(name = "beckon", version = currentVersion): Replica {
  const listeners = new Set<(change: ReplicaChange) => void>();
  const channel = new BroadcastChannel(name);
  const tell = (change: ReplicaChange) => {
    for (const listener of [...listeners]) listener(change);
  };
  channel.addEventListener("message", (event: MessageEvent<ReplicaChange>) => tell(event.data));
  let opening: Promise<ReplicaDb> | undefined;
  const forget = () => (opening = undefined);
  return {
    db() {
      opening ??= open({ name, version, forget }).catch((error: unknown) => {
        forget();
        throw error;
      });
      return opening;
    },
    changed(change) {
      tell(change);
      channel.postMessage(change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      void opening?.then((db) => db.close()).catch(() => undefined);
      forget();
    },
  };
}

async function open(options: { name: string; version: number; forget: () => void }): Promise<ReplicaDb> {
  const { name, version, forget } = options;
  return openDB<BeckonSchema>(name, version, {
    upgrade: (database, _from, _to, tx) => void rebuild(database, tx).catch(() => tx.abort()),
    // A newer page or worker wants to upgrade: step aside, the next use opens anew.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  });
}

/** Known on this device alone: who is signed in, the how manieth that is, whether notifications are wanted, and what got lost. */
const ownMeta = ["session", "stay", "pushWanted", "unsent"];

async function rebuild(db: ReplicaDb, tx: Upgrade): Promise<void> {
  const kept = db.objectStoreNames.contains("meta") ? await readOwn(tx) : [];
  for (const store of [...db.objectStoreNames]) if (store !== "outbox" && store !== "taskChanges") db.deleteObjectStore(store);
  db.createObjectStore("meta");
  const requests = db.createObjectStore("decisionRequests", { keyPath: "id" });
  requests.createIndex("status", "status");
  requests.createIndex("resolvedAt", "resolvedAt");
  db.createObjectStore("agents", { keyPath: "id" });
  db.createObjectStore("sessions", { keyPath: "id" }).createIndex("lastSignalAt", "lastSignalAt");
  for (const name of ["tasks", "workflowRuns"] as const) db.createObjectStore(name, { keyPath: "id" }).createIndex("endedAt", "endedAt");
  for (const name of [
    "workDirectories",
    "collisions",
    "hosts",
    "recoveries",
    "teams",
    "healingRuns",
    "healingRules",
    "rules",
    "ruleProposals",
    "budgets",
    "spendAlarms",
    "alerts",
    "silences",
  ] as const)
    db.createObjectStore(name, { keyPath: "id" });
  db.createObjectStore("alertRules", { keyPath: "kind" });
  db.createObjectStore("commands", { keyPath: "id" }).createIndex("requestedAt", "requestedAt");
  db.createObjectStore("views", { keyPath: "key" }).createIndex("at", "at");
  db.createObjectStore("snoozes", { keyPath: "requestId" });
  db.createObjectStore("cards", { keyPath: "requestId" });
  db.createObjectStore("acks", { keyPath: ["deliveryId", "event"] });
  if (!db.objectStoreNames.contains("outbox")) db.createObjectStore("outbox", { keyPath: "key" }).createIndex("requestId", "requestId");
  if (!db.objectStoreNames.contains("taskChanges")) db.createObjectStore("taskChanges", { keyPath: "taskId" });
  for (const { key, value } of kept) await tx.objectStore("meta").put(value, key);
}

async function readOwn(tx: Upgrade): Promise<{ key: string; value: unknown }[]> {
  const meta = tx.objectStore("meta");
  const found = await Promise.all(ownMeta.map(async (key) => ({ key, value: await meta.get(key) })));
  return found.filter(({ value }) => value !== undefined);
}

/** Signing out leaves nothing of the former person behind, and ends their stay: what is answered to them later is not kept. */
export async function wipe(replica: Replica): Promise<void> {
  const db = await replica.db();
  const names = [...db.objectStoreNames];
  const tx = db.transaction(names, "readwrite");
  const stay = ((await tx.objectStore("meta").get("stay")) as number | undefined) ?? 0;
  await Promise.all([...names.map((name) => tx.objectStore(name).clear()), tx.objectStore("meta").put(stay + 1, "stay"), tx.done]);
  replica.changed({ reset: true, outbox: true, taskChanges: true, session: true });
}

export async function readMeta<T>(replica: Replica, key: string): Promise<T | undefined> {
  return (await (await replica.db()).get("meta", key)) as T | undefined;
}

export async function writeMeta(replica: Replica, key: string, value: unknown): Promise<void> {
  const db = await replica.db();
  if (value === undefined) await db.delete("meta", key);
  else await db.put("meta", value, key);
}
