// First of all: what takes long starts while the rest is still being evaluated.
import { firstRead, isShared, replica } from "./early.ts";
import "./shell/app-shell.ts";
import { closeNotifications, showBadge, stillOpen } from "./platform/attention.ts";
import { isOwnPath, takeDeepLink } from "./platform/deep-link.ts";
import { watchLifecycle } from "./platform/lifecycle.ts";
import { provideLater } from "./platform/later-stores.ts";
import { readsDone } from "./platform/first-reads.ts";
import { opensWith } from "./platform/painted.ts";
import { provideStores } from "./platform/provide-stores.ts";
import { registerWorker } from "./platform/register-worker.ts";
import { whenThere } from "./platform/when-there.ts";
import { navigate } from "./shell/router.ts";
import { loadPage, loadShared, matchRoute } from "./shell/routes.ts";
import { createApp } from "./stores.ts";

const app = createApp(replica);
let worker: ServiceWorkerRegistration | undefined;

/** The screen answers from the replica; a replica that does not open must not keep it dark. */
async function start(): Promise<void> {
  const first = await Promise.race([firstRead, new Promise<undefined>((resolve) => setTimeout(resolve, 1_000))]);
  app.session.paint(first?.session);
  if (first) app.decisions.paint(first);
  app.untaken.paint(first?.untaken);
  followDecisions();
  provideStores(document.documentElement, app);
  provideLater(document.documentElement, app.parts);
  const page = first?.session && loadPage(matchRoute(location.pathname).route);
  // Page and shell are painted in one go; a page whose code does not come holds the shell up only for a moment.
  if (page) await Promise.race([page.catch(() => undefined), after(300)]);
  const shell = document.createElement("app-shell");
  const skeleton = document.querySelector("#skeleton");
  skeleton?.before(shell);
  const show = () => {
    shell.hidden = false;
    skeleton?.remove();
  };
  void firstRead.then((late) => app.session.paint(late?.session));
  // What nobody sees waits until the page is on the screen. Where nobody is known yet, no page stands before the server has said who it is.
  if (page) {
    shell.hidden = true;
    void Promise.race([opensWith(drawn(page).then(show)), after(1_000)]).then(afterPaint);
  } else {
    show();
    requestAnimationFrame(() => setTimeout(afterPaint));
  }
}

/** A page is drawn at once when its code is there, and again with what it reads of the replica: both make one picture, if that is there soon. */
async function drawn(page: Promise<unknown>): Promise<void> {
  await Promise.race([page.catch(() => undefined), after(0)]);
  await after(0);
  await Promise.race([readsDone(), after(200)]);
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function afterPaint(): void {
  void app.decisions.load();
  app.untaken.follow();
  app.session.subscribe(followSession);
  app.decisions.subscribe(followDecisions);
  watchLifecycle({
    foreground,
    background: () => app.live.stop(),
    freeze: () => replica.close(),
    network: (online) => {
      app.live.restart();
      if (online) void app.flusher.flush({ force: true });
    },
  });
  whenThere(replica, ["recoveries"], () => void import("./recovery/recovery-banner.ts").catch(() => undefined));
  whenThere(replica, ["rules", "ruleProposals"], () => void import("./rules/rule-note.ts").catch(() => undefined));
  void registerWorker().then(followWorker, () => undefined);
}

function foreground(): void {
  void takeDeepLink(replica).then(go, () => undefined);
  void app.update.check();
  void app.session.refresh().then(() => {
    followSession();
    return app.push.reconcile();
  });
  // Known from the replica: no reason to wait for the server's word.
  followSession();
  app.live.nudge();
  void app.flusher.flush({ force: true });
}

function followSession(): void {
  const { status, session } = app.session.state;
  app.passkeys.offered(session?.server.passkeysPossible ?? false);
  if (status === "signed-in" && document.visibilityState === "visible") app.live.start();
  if (status !== "signed-out") return;
  app.live.stop();
  app.connection.forget();
}

function followDecisions(): void {
  const { ready, pending, outbox, asOf } = app.decisions.state;
  const answered = new Set([...outbox.values()].filter((entry) => entry.progress !== "refused").map((entry) => entry.requestId));
  app.connection.waiting(answered.size);
  if (asOf) app.connection.fresh(asOf);
  if (!ready) return;
  void showBadge(pending.filter((request) => !answered.has(request.id)).length);
  if (worker && document.visibilityState === "visible")
    void closeNotifications(
      worker,
      stillOpen((id) => app.decisions.find(id)),
    );
}

function followWorker(registration: ServiceWorkerRegistration | undefined): void {
  if (!registration) return;
  worker = registration;
  app.update.watch(registration);
  navigator.serviceWorker.addEventListener("message", ({ data }: MessageEvent<{ type?: string; path?: unknown }>) => {
    if (data?.type !== "navigate") return;
    // Heard directly: the note left for a page that was killed is not needed.
    void takeDeepLink(replica).catch(() => undefined);
    go(data.path);
  });
  void navigator.serviceWorker.ready.then(() => app.push.reconcile());
}

function go(path: unknown): void {
  if (isOwnPath(path)) navigate(path);
}

if (isShared) void loadShared().then(({ SharedPage }) => document.querySelector("#skeleton")?.replaceWith(new SharedPage()));
else void start();
