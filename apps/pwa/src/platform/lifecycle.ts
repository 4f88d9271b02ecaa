export type LifecycleHooks = {
  /** In front of the person: at start, on return, after a freeze. */
  foreground: () => void;
  /** Out of sight for long enough that a stream is only a burden. */
  background: () => void;
  /** The browser may freeze or drop the page now: let go of what would block it. */
  freeze: () => void;
  /** `navigator.onLine` changed; it is a hint, not a proof. */
  network: (online: boolean) => void;
};

const hiddenFor = 30_000;

/** Turns the browser's many events about a page's life into four. */
export function watchLifecycle(hooks: LifecycleHooks): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") hooks.foreground();
    else timer = setTimeout(hooks.background, hiddenFor);
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", (event) => {
    if (event.persisted) look();
  });
  addEventListener("pagehide", () => {
    hooks.background();
    hooks.freeze();
  });
  document.addEventListener("freeze", hooks.freeze);
  document.addEventListener("resume", look);
  addEventListener("online", () => hooks.network(true));
  addEventListener("offline", () => hooks.network(false));
  look();
}
