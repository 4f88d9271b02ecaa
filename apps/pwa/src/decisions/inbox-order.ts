import type { DecisionRequest } from "@beckon/contracts/decisions";

const soonMs = 10 * 60_000;

/**
 * Who needs me first: requests that fall to their default within ten minutes, soonest first;
 * then the longest wait. Equal ones keep one order on every device.
 */
export function inboxOrder(requests: readonly DecisionRequest[], now: Date): DecisionRequest[] {
  const soon = (request: DecisionRequest): number => {
    const left = request.expiresAt === undefined ? Infinity : Date.parse(request.expiresAt) - now.getTime();
    return left <= soonMs ? left : Infinity;
  };
  return [...requests].sort((a, b) => {
    const [left, right] = [soon(a), soon(b)];
    if (left !== right) return left - right;
    return Date.parse(a.askedAt) - Date.parse(b.askedAt) || (a.id < b.id ? -1 : 1);
  });
}
