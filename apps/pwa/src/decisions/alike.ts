import type { DecisionRequest } from "@beckon/contracts/decisions";
import { similarityKey } from "@beckon/contracts/similar";
import { isGrave } from "./decision-words.ts";

/** Requests that one answer fits; `lead` is the first of them in the order of the inbox. */
export type AlikeGroup = { lead: DecisionRequest; others: DecisionRequest[] };

/**
 * Puts requests that ask the same together, at the place of the first. What is high or
 * critical stays alone: each of those deserves its own look and its own passkey.
 */
export function groupAlike(requests: readonly DecisionRequest[]): AlikeGroup[] {
  const groups = new Map<string, AlikeGroup>();
  for (const request of requests) {
    const key = isGrave(request) ? request.id : similarityKey(request);
    const group = groups.get(key);
    if (group) group.others.push(request);
    else groups.set(key, { lead: request, others: [] });
  }
  return [...groups.values()];
}
