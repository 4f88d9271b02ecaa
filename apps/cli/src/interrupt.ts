const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export type Interrupt = {
  signal: AbortSignal;
  /** What ended the waiting, once something did. */
  caught(): { code: number; reason: string } | undefined;
  stop(): void;
};

/** One press of Ctrl-C may come twice: from the terminal, and passed on by npx or a shell in between. */
const onePress = 300;

/** Ctrl-C and its like abort the signal, so that the request can be withdrawn; a second one ends at once. */
export function onInterrupt(now: () => number = () => performance.now()): Interrupt {
  const controller = new AbortController();
  let caught: { code: number; reason: string } | undefined;
  let [pressed, at] = ["", 0];
  const handle = (name: NodeJS.Signals) => {
    const code = signals[name as keyof typeof signals];
    if (caught) return name === pressed && now() - at < onePress ? undefined : process.exit(code);
    [pressed, at] = [name, now()];
    caught = { code, reason: name === "SIGINT" ? "interrupted in the terminal" : "the asking process was ended" };
    controller.abort();
  };
  for (const name of Object.keys(signals)) process.on(name as NodeJS.Signals, handle);
  return {
    signal: controller.signal,
    caught: () => caught,
    stop: () => {
      for (const name of Object.keys(signals)) process.off(name as NodeJS.Signals, handle);
    },
  };
}
