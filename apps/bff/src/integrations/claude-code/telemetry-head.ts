import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";
import { hashOf, textOf, toCount, defined } from "../otlp/attributes.ts";
import type { Attributes, LogRecord, Origin } from "../otlp/otlp.types.ts";
import { headOf, idOf, keyOf, type Context, type Head } from "../otlp/teller.ts";

type Recorded = Origin & { attributes: Attributes };
type HeadOptions = { record: Recorded; context: Context; at: string; names: ReadonlyMap<string, string> };

/** A sub-agent runs in a session of its own, `<session>/<agent id>`, and is named by its type. */
export const claudeHead = ({ record, context, at, names }: HeadOptions): Head => {
  const { attributes, resource } = record;
  const session = textOf(attributes, "session.id") ?? textOf(resource, "session.id");
  const subAgent = textOf(attributes, "agent_id");
  const type = subAgent === undefined ? undefined : (typeOf(record) ?? names.get(subAgent));
  return headOf({
    ...{ source: "claude-code", vendor: "Claude Code", resource, context, at, role: type },
    // The resource and the header name the main agent, not those that it sends.
    name: subAgent === undefined ? undefined : (type ?? null),
    session: keyOf(session !== undefined && subAgent !== undefined ? `${session}/${subAgent}` : session),
  });
};

/** Of the session that a sub-agent works for. */
export const parentHead = (record: LogRecord, context: Context, at: string): Head => {
  const { agent_id: _, ...attributes } = record.attributes;
  return claudeHead({ record: { ...record, attributes }, context, at, names: new Map() });
};

/** A sub-agent's type: by its name, or by `agent:<origin>:<type>` as who asked (in spans with dots). */
const typeOf = ({ attributes, resource }: Recorded): string | undefined => {
  // What the person gave to the resource stands in each record too, and names the main agent.
  const isOwn = attributes["agent.name"] !== resource["agent.name"];
  const asked = /^agent[:.][^:.]*[:.](.+)$/.exec(textOf(attributes, "query_source", "query_source_safe") ?? "")?.[1];
  return (isOwn ? textOf(attributes, "agent.name") : undefined) ?? textOf(attributes, "agent_type") ?? asked;
};

/** Types of sub-agents by id, for the events that tell the id alone. */
export const subAgentNames = (records: readonly LogRecord[]): Map<string, string> => {
  const names = new Map<string, string>();
  for (const record of records) {
    const id = textOf(record.attributes, "agent_id");
    const name = id === undefined ? undefined : typeOf(record);
    if (id !== undefined && name !== undefined) names.set(id, name);
  }
  return names;
};

/** Dollars as the agent tells them, in millionths: whole ones where it tells those. */
export const costMicros = (micros: number | undefined, dollars: number | undefined): number | undefined =>
  toCount(micros ?? (dollars === undefined ? undefined : dollars * 1e6));

/** What the records say of their sessions as a whole, once for each: the same again has the same id. */
export const describeSessions = (heads: readonly { head: Head; record: LogRecord }[]): Signal[] => {
  const first = new Map<string, { head: Head; record: LogRecord }>();
  for (const each of heads) {
    const { session, at } = each.head;
    const before = session === undefined ? undefined : first.get(session);
    if (session !== undefined && (!before || at < before.head.at)) first.set(session, each);
  }
  return [...first.values()].flatMap(({ head, record }): Signal[] => {
    const session = head.session as string;
    const data = defined({
      version: clip(textOf(record.attributes, "app.version") ?? textOf(record.resource, "service.version"), 60),
      cwd: clip(workspaceOf(record.attributes), 1_000),
      parentSession: session.includes("/") ? session.slice(0, session.lastIndexOf("/")) : undefined,
    });
    if (Object.keys(data).length === 0) return [];
    return [{ ...head, id: idOf("described", session, hashOf(data)), kind: "session.described", data }];
  });
};

/** The first of the folders that the session was opened with, where that is told. */
const workspaceOf = ({ "workspace.host_paths": paths }: Attributes) => (Array.isArray(paths) ? paths[0] : paths);
