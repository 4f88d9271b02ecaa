import type { Signal, SignalKind } from "@beckon/contracts/signals";
import { clip } from "./clean.ts";
import type { HookContext } from "./hook-types.ts";
import { hashOf, signalId, told, type Json } from "./hook-values.ts";

type DataOf<K extends SignalKind> = Extract<Signal, { kind: K }>["data"];

/** The agent of a hook's signals: named only where the payload or the header names one. */
export const agentOf = (context: HookContext, known: { vendor: string; name?: string | undefined; role?: string | undefined }) =>
  told({
    vendor: known.vendor,
    name: clip(known.name, 120) ?? context.agent,
    role: clip(known.role, 60),
    host: context.host,
  });

/** Makes signals of one source, session and agent. */
export const teller =
  (head: { source: string; session?: string | undefined; agent: NonNullable<Signal["agent"]>; at: Date }) =>
  <K extends SignalKind>(kind: K, id: string, data: DataOf<K>, at: Date = head.at): Signal =>
    ({
      id,
      source: head.source,
      at: at.toISOString(),
      agent: head.agent,
      ...(head.session ? { session: head.session } : {}),
      kind,
      data: told(data as Json),
    }) as Signal;

/** The id of a fact for which the vendor has none: the same for one delivery, another in the next second. */
export const deliveryId = (kind: string, given: { session?: string | undefined; payload: Json; context: HookContext }): string => {
  const { session = "", payload, context } = given;
  const moment = context.delivery ?? `${Math.floor(context.now.getTime() / 1_000)} ${hashOf(payload)}`;
  return signalId(kind, `${session}:${hashOf(moment)}`);
};

/** What a tool is called with, for people to read: the part that says most. */
export const doingOf = (input: Json) =>
  told({
    command: clip(input.command ?? input.cmd ?? input.url ?? input.query ?? input.pattern, 2_000),
    path: clip(input.file_path ?? input.filePath ?? input.notebook_path ?? input.path ?? input.absolute_path, 1_000),
    description: clip(input.description ?? input.instruction ?? input.justification, 2_000),
  });
