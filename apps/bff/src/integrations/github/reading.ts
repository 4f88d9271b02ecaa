import type { Signal } from "@beckon/contracts/signals";
import type { WorkflowInput } from "@beckon/contracts/workflows";
import type { GithubTold } from "../../outcomes/told-by-github.ts";
import type { Evidence, TaskLink } from "./evidence.ts";
import type { Account } from "./payloads.ts";

/** A review as GitHub tells of it: asked for, or given. */
export type ReviewTold = {
  pullRequest: string;
  reviewer: string;
  /** The account whose work is reviewed. */
  author: string;
  at: string;
} & ({ what: "requested"; of: string } | { what: "ended"; accepted: boolean; message: string | undefined });

/** What one delivery says, in our words; empty parts are left out. */
export type Reading = {
  /** Why nothing is made of it. */
  ignored?: string;
  signals?: Signal[];
  review?: ReviewTold;
  /** `lessName`: see Report of workflows. */
  run?: { key: string; input: WorkflowInput; lessName?: boolean };
  tasks?: { evidence: Evidence; links: TaskLink[] };
  /** What it says of results. */
  result?: GithubTold;
};

/** Whether the work of an account is that of an agent. */
export type IsAgent = (account: Account) => boolean;

/** Bots, and people's accounts that an admin has named. */
export const agentAccounts = (named: readonly string[]): IsAgent => {
  const known = new Set(named.map((login) => login.toLowerCase()));
  return (account) =>
    account != null && (account.type === "Bot" || account.login.endsWith("[bot]") || known.has(account.login.toLowerCase()));
};

export const agentOf = (login: string) => ({ name: login.slice(0, 120), vendor: "GitHub" });
