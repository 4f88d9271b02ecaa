import type { Session } from "@beckon/contracts/access";
import type { Delivery } from "@beckon/contracts/notifications";
import { readMeta, type Replica, writeMeta } from "../platform/replica.ts";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import { hasKey, keyBytes, subscriptionJson } from "./push-subscription.ts";
import { currentEnvironment, type PushSupport, pushSupport, subscribeWords, supportWords } from "./push-support.ts";
import type { PushApi } from "./push.api.ts";

export type { PushSupport } from "./push-support.ts";

export type PushState = {
  support: PushSupport;
  permission: NotificationPermission;
  /** The person switched notifications on for this device. */
  wanted: boolean;
  /** The browser is subscribed and the server knows it. */
  subscribed: boolean;
  busy: boolean;
  /** Words for a person, with what to do. */
  error?: string;
  lastTest?: Delivery;
};
export type PushDeps = { api: PushApi; replica: Replica; session: () => Session | undefined; pause?: (ms: number) => Promise<void> };

/** Notifications on this device: asked for, kept alive, proven by a test. */
export class PushStore extends Store<PushState> {
  readonly #deps: PushDeps;
  /** Ready before the click: asking for it then would use up the click's right to ask. */
  #registration: ServiceWorkerRegistration | undefined;
  #subscription: PushSubscription | null = null;
  #saved = "";

  constructor(deps: PushDeps) {
    // The app's start does not wait for the browser's answer: `reconcile` asks.
    const environment = currentEnvironment("default");
    super({ support: pushSupport(environment), permission: environment.permission, wanted: false, subscribed: false, busy: false });
    this.#deps = deps;
  }

  /** Call straight from the click: the browser asks for permission only then. */
  async enable(): Promise<void> {
    this.#look();
    const key = this.#deps.session()?.server.vapidPublicKey;
    if (this.state.support !== "ok") return this.set({ error: supportWords[this.state.support] });
    if (!this.#registration || !key) return this.set({ error: "The app is still being installed. Try again in a moment." });
    this.set({ busy: true, error: undefined });
    try {
      if (this.#subscription && !hasKey(this.#subscription, key)) await this.#subscription.unsubscribe();
      this.#subscription = await this.#registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(key) });
    } catch (error) {
      this.#look();
      return this.set({ busy: false, subscribed: false, error: subscribeWords(error) });
    }
    await this.#want(true);
    await this.#save(this.#subscription);
  }

  async disable(): Promise<void> {
    this.set({ busy: true, error: undefined });
    await this.#want(false);
    // Locally first: after that nothing can be shown here, whatever the server hears.
    await this.#subscription?.unsubscribe().catch(() => false);
    this.#subscription = null;
    this.#saved = "";
    const error = await this.#deps.api.unsubscribe().then(() => undefined, words);
    this.set({ busy: false, subscribed: false, error });
  }

  /** Sends a test and follows it until this device has shown it, or for half a minute. */
  async sendTest(): Promise<void> {
    this.set({ busy: true, error: undefined, lastTest: undefined });
    const pause = this.#deps.pause ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
    try {
      let test = await this.#deps.api.test();
      this.set({ lastTest: test, busy: false });
      for (let round = 0; round < 20 && (test.status === "queued" || test.status === "accepted"); round++) {
        await pause(1_500);
        test = (await this.#deps.api.recent()).items.find((item) => item.id === test.id) ?? test;
        this.set({ lastTest: test });
      }
    } catch (error) {
      this.set({ busy: false, error: words(error) });
    }
  }

  /** On every foreground: what browser and server hold is brought together again. */
  async reconcile(): Promise<void> {
    this.#look();
    if (this.state.busy || !("serviceWorker" in navigator)) return;
    this.#registration ??= await navigator.serviceWorker.getRegistration();
    const { session } = this.#deps;
    const wanted = (await readMeta<boolean>(this.#deps.replica, "pushWanted").catch(() => undefined)) ?? this.state.wanted;
    this.set({ wanted });
    if (!this.#registration?.active || this.state.support !== "ok") return this.set({ subscribed: false });
    this.#subscription = await this.#registration.pushManager.getSubscription().catch(() => null);
    const current = session();
    if (!wanted || !current) return this.set({ subscribed: wanted && this.#subscription !== null });
    const alive = this.#subscription && hasKey(this.#subscription, current.server.vapidPublicKey) && current.device.push.state !== "gone";
    if (alive) await this.#save(this.#subscription!);
    else await this.#subscribeAgain(current.server.vapidPublicKey);
  }

  /** Works without a click where permission is granted; else the page offers the button again. */
  async #subscribeAgain(key: string): Promise<void> {
    try {
      await this.#subscription?.unsubscribe();
      this.#subscription = null;
      if (this.state.permission !== "granted") throw new Error("permission is not granted");
      this.#subscription = await this.#registration!.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(key) });
    } catch {
      return this.set({ subscribed: false, error: "Notifications stopped on this device. Enable them again." });
    }
    await this.#save(this.#subscription);
  }

  async #save(subscription: PushSubscription): Promise<void> {
    const json = subscriptionJson(subscription);
    const fingerprint = JSON.stringify(json);
    if (fingerprint === this.#saved) return this.set({ subscribed: true, busy: false });
    try {
      await this.#deps.api.subscribe(json);
      this.#saved = fingerprint;
      this.set({ subscribed: true, busy: false, error: undefined });
    } catch (error) {
      // A subscription the server does not know would only look like notifications.
      this.set({ subscribed: false, busy: false, error: words(error) });
    }
  }

  async #want(wanted: boolean): Promise<void> {
    await writeMeta(this.#deps.replica, "pushWanted", wanted).catch(() => undefined);
    this.set({ wanted });
  }

  #look(): void {
    const environment = currentEnvironment();
    this.set({ support: pushSupport(environment), permission: environment.permission });
  }
}
