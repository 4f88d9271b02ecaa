const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const parentMs = 2_000;

/** Aborts when the agent ends its hook, or is itself gone: then nobody reads an answer any more. */
export function onEnd() {
  const controller = new AbortController();
  const parent = process.ppid;
  let why = "the agent ended its hook";
  const stopBy = () => controller.abort();
  for (const name of signals) process.on(name, stopBy);
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    why = "the agent is gone";
    controller.abort();
  }, parentMs);
  watch.unref();
  return {
    signal: controller.signal,
    reason: () => why,
    stop: () => {
      clearInterval(watch);
      for (const name of signals) process.off(name, stopBy);
    },
  };
}
