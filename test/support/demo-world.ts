import type { World } from "../../apps/cli/src/demo/world.ts";
import { origin, type Call, type TestApp } from "./test-app.ts";

type Options = { app: TestApp; token: string; passes: number };

/** The server in this process, and a time that passes at once; the demo ends after so many pauses. */
export const demoWorld = ({ app, token, passes }: Options): World => {
  const stopping = new AbortController();
  // A little in the past, so that no sign is from the future.
  let clock = Date.now() - 3_600_000;
  let left = passes;
  return {
    url: origin,
    token,
    fetch: async (input, init) => {
      const headers = { ...(init?.headers as Record<string, string>), host: new URL(origin).host };
      const answer = await app.app.request(String(input), { ...init, headers, signal: null });
      return answer;
    },
    now: () => new Date((clock += 1)),
    pass: async (seconds) => {
      clock += seconds * 1_000;
      left -= 1;
      if (left <= 0) stopping.abort();
    },
    patienceMs: 60_000,
    signal: stopping.signal,
  };
};

/** A person who answers all that is asked, now with the first option, now with the last; until told to stop. */
export const answerAll = (call: Call) => {
  let stopped = false;
  let answered = 0;
  const run = async () => {
    while (!stopped) {
      const { status, body } = await call("GET", "/api/decision-requests?status=pending");
      if (status !== 200) throw new Error(`whoever answers was told ${status}: ${body?.detail}`);
      for (const { id, options } of body.items as { id: string; options: { id: string }[] }[]) {
        const option = options.at(answered % 3 === 2 ? -1 : 0)?.id;
        const { status } = await call(
          "PUT",
          `/api/decision-requests/${id}/decision`,
          option === undefined ? { text: "As you think" } : { option },
        );
        if (status === 200) answered += 1;
      }
      await new Promise((done) => setTimeout(done, 10));
    }
    return answered;
  };
  const running = run();
  // Told by `stop`; where the test has failed nobody asks any more.
  running.catch(() => undefined);
  return {
    stop: (): Promise<number> => {
      stopped = true;
      return running;
    },
  };
};
