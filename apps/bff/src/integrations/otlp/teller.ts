import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";
import { textOf, defined } from "./attributes.ts";
import type { Attributes } from "./otlp.types.ts";

/** What a request says beside its records: `X-Beckon-Agent`, `X-Beckon-Host`, when it came, and how far its sender's clock runs ahead. */
export type Context = { agentName?: string; host?: string; now: Date; aheadMs?: number };

const earliest = Date.UTC(2020, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** The first of the told times that can be one, else when the request came. */
export const instantOf = (context: Context, ...times: (bigint | string | undefined)[]): string => {
  for (const time of times) {
    const at = typeof time === "bigint" ? Number(time / 1_000_000n) : Date.parse(time ?? "");
    if (at >= earliest && at < latest) return new Date(at - (context.aheadMs ?? 0)).toISOString();
  }
  return context.now.toISOString();
};

/** How long something took, from its own begin and end. */
export const millisecondsBetween = (startNano: bigint, endNano: bigint): number | undefined =>
  startNano === 0n || endNano < startNano ? undefined : Math.min(Number((endNano - startNano) / 1_000_000n), 1e11);

export type Head = Pick<Signal, "source" | "at" | "agent" | "session">;

type HeadOptions = {
  source: string;
  vendor: string;
  resource: Attributes;
  context: Context;
  at: string;
  session: string | undefined;
  /** A sub-agent's own name, which goes before all others, and its role; `null`: the names told are not its own. */
  name?: string | null | undefined;
  role?: string | undefined;
};

/**
 * Who, where and when. The agent has a name only where one was given to it: by its resource, by the
 * header, or as a sub-agent by its type. Of the resource nothing else is kept: it may hold a whole
 * command line with the prompt in it.
 */
export const headOf = ({ source, vendor, resource, context, at, session, name, role }: HeadOptions): Head => {
  const agent = defined({
    name: clip(name === undefined ? (textOf(resource, "agent.name", "agent.label") ?? context.agentName) : name, 120),
    vendor: clip(vendor, 60),
    role: clip(role ?? textOf(resource, "agent.role"), 60),
    host: clip(textOf(resource, "host.name") ?? context.host, 120),
  });
  return { source, at, agent, ...(session === undefined ? {} : { session }) };
};

/** An agent's own id, as the contracts can hold it. */
export const keyOf = (value: string | undefined): string | undefined => clip(value, 200);

/** A signal's id of its parts. */
export const idOf = (...parts: (string | number)[]): string => clip(parts.join(":"), 200) as string;

/** Text for people to read. */
export const words = (value: unknown): string | undefined => clip(value, 2_000);
