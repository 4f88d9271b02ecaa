import type { HealingFault, HealingMode } from "@beckon/contracts/healing";

/** `weigh`: a restart, where the own history or plain evidence speaks for it; else a person is asked. `keep`: nothing. */
export type Wish = "restart" | "weigh" | "resume" | "requeue" | "reassign" | "wait" | "ask" | "keep";

/** What each mode wants done about each fault. What only a person can help with is never among the findings. */
export const wishes: Record<Exclude<HealingFault, "clock_skew" | "host_away">, Record<HealingMode, Wish>> = {
  crash_loop: { conservative: "ask", smart: "ask", aggressive: "restart" },
  out_of_memory: { conservative: "ask", smart: "weigh", aggressive: "restart" },
  silent_exit: { conservative: "ask", smart: "weigh", aggressive: "restart" },
  // What cannot start will not start the next time.
  start_failed: { conservative: "ask", smart: "ask", aggressive: "ask" },
  hang: { conservative: "ask", smart: "weigh", aggressive: "restart" },
  stopped_outside: { conservative: "resume", smart: "resume", aggressive: "resume" },
  stale: { conservative: "ask", smart: "ask", aggressive: "reassign" },
  rate_limit: { conservative: "wait", smart: "wait", aggressive: "wait" },
  outage: { conservative: "ask", smart: "ask", aggressive: "ask" },
  orphaned_task: { conservative: "requeue", smart: "requeue", aggressive: "reassign" },
  zombie_task: { conservative: "keep", smart: "requeue", aggressive: "reassign" },
  poisoned_task: { conservative: "ask", smart: "ask", aggressive: "ask" },
  lost_hand_off: { conservative: "requeue", smart: "reassign", aggressive: "reassign" },
  repeated_failure: { conservative: "ask", smart: "ask", aggressive: "ask" },
};
