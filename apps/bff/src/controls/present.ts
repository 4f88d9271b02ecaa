import type { Command } from "@beckon/contracts/controls";
import type { HostCommand } from "@beckon/contracts/hosts";
import type { CommandRow } from "./commands.repository.ts";

/** A command as people see it. */
export const toCommand = (row: CommandRow): Command => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  via: row.via,
  ...(row.agentId === null ? {} : { agentId: row.agentId }),
  ...(row.sessionId === null ? {} : { sessionId: row.sessionId }),
  ...(row.hostId === null ? {} : { hostId: row.hostId }),
  ...(row.processId === null ? {} : { processId: row.processId }),
  ...(row.profile === null ? {} : { profile: row.profile }),
  subject: row.subject,
  ...(row.reason === null ? {} : { reason: row.reason }),
  ...(row.text === null ? {} : { text: row.text }),
  ...(row.tasks === null ? {} : { tasks: row.tasks }),
  by: row.by,
  requestedAt: row.requestedAt.toISOString(),
  ...(row.deliveredAt === null ? {} : { deliveredAt: row.deliveredAt.toISOString() }),
  ...(row.acknowledgedAt === null ? {} : { acknowledgedAt: row.acknowledgedAt.toISOString() }),
  ...(row.endedAt === null ? {} : { endedAt: row.endedAt.toISOString() }),
  expiresAt: row.expiresAt.toISOString(),
  ...(row.result === null ? {} : { result: row.result }),
});

/** What its machine is told of it. */
export const toHostCommand = (row: CommandRow): HostCommand => ({
  id: row.id,
  kind: row.kind as HostCommand["kind"],
  processId: row.processId as string,
  ...(row.profile === null ? {} : { profile: row.profile }),
  ...(row.agentName === null ? {} : { agent: row.agentName }),
  graceSeconds: row.graceSeconds,
  expiresAt: row.expiresAt.toISOString(),
});
