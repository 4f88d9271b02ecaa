import type { CoordinationFlow, Share } from "@beckon/contracts/coordination";
import { mergeTallies, successRate } from "@beckon/metrics/coordination";
import { rowWords } from "./teamwork-words.ts";

type Tally = { succeeded: number; failed: number; pending: number };
/** Who stands at one side, by agent or by role. `key` of a role is the role, `-` where none was told. */
export type FlowSide = { key: string; name: string; role?: string | undefined; isRole?: boolean };
export type FlowPair = Tally & { key: string; from: FlowSide; to: FlowSide; attempts: number; share: Share; words: string };
export type FlowView = { pairs: FlowPair[]; leftOut: number };

/** How the attempts of a window went from whom to whom: all kinds together, most attempts first. `flow` was asked for by these sides. */
export function flowView(flow: CoordinationFlow, by: "roles" | "agents"): FlowView {
  const nodes = new Map(flow.nodes.map((node) => [node.key, node]));
  const sideOf = (key: string): FlowSide => {
    const node = nodes.get(key);
    if (by === "roles") return { key: key || "-", name: key === "" ? "no role told" : node?.name || key, isRole: true };
    return { key, name: node?.name || (key === "" ? "nobody named" : key), role: node?.role || undefined };
  };
  const groups = new Map<string, { from: FlowSide; to: FlowSide; tally: Tally }>();
  for (const link of flow.links) {
    const [from, to] = [sideOf(link.from), sideOf(link.to)];
    const key = JSON.stringify([from.key, to.key]);
    const before = groups.get(key);
    groups.set(key, { from, to, tally: before ? mergeTallies([before.tally, link]) : mergeTallies([link]) });
  }
  const pairs = [...groups].map(([key, { from, to, tally }]) => {
    const { value, n, interval } = successRate(tally);
    const share: Share = { value, n, low: interval?.low ?? null, high: interval?.high ?? null };
    const attempts = tally.succeeded + tally.failed + tally.pending;
    return { key, from, to, ...tally, attempts, share, words: `${from.name} to ${to.name}: ${rowWords({ ...tally, share })}` };
  });
  return {
    pairs: pairs.filter(({ attempts }) => attempts > 0).sort((a, b) => b.attempts - a.attempts || (a.key < b.key ? -1 : 1)),
    leftOut: flow.leftOut,
  };
}

/** Whether anybody told of a role: without one, a flow by roles says nothing. */
export const tellsRoles = (flow: CoordinationFlow): boolean => flow.nodes.length === 0 || flow.nodes.some(({ key }) => key !== "");
