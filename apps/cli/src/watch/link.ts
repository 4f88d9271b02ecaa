import { UnreachableError } from "@beckon/agent-client";
import { pause } from "./pause.ts";

const mostMs = 5_000;

type Tell = (event: { event: "away"; message: string } | { event: "back" }) => void;

/** Whether the server is heard, said when it changes; and how long to leave it alone. */
export const createLink = (tell: Tell) => {
  let failures = 0;
  return {
    heard: () => {
      if (failures > 0) tell({ event: "back" });
      failures = 0;
    },
    /** Waits before the next try. Anything but a server that is away is thrown. */
    lost: async (error: unknown, signal: AbortSignal): Promise<void> => {
      if (!(error instanceof UnreachableError)) throw error;
      if (failures === 0) tell({ event: "away", message: error.message });
      const backoff = 50 + Math.random() * Math.min(mostMs, 200 * 2 ** Math.min(failures, 10));
      failures += 1;
      await pause(error.retryAfterMs ?? backoff, signal);
    },
  };
};
