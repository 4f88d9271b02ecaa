import type { DecisionInput, DecisionRequest } from "@beckon/contracts/decisions";
import type { Session } from "@beckon/contracts/access";
import type { FleetLook } from "../../fleet/fleet.store.ts";
import type { SessionState } from "../../access/session.store.ts";
import type { DecisionsState } from "../../decisions/decisions.store.ts";
import { provideStores } from "../../platform/provide-stores.ts";
import { Store } from "../../platform/store.ts";
import type { App } from "../../stores.ts";

/** A store whose state a test sets as it likes. */
export class FakeStore<T extends object> extends Store<T> {
  put(patch: Partial<T>): void {
    this.set(patch);
  }
}

export const aSession = (more: { role?: Session["person"]["role"]; passkeys?: number } = {}): Session => {
  const person = { id: "pe_1", name: "Ada King", role: more.role ?? "owner" };
  const at = "2026-11-21T09:00:00.000Z";
  const device = {
    id: "dev_1",
    name: "Pixel 9",
    person,
    createdAt: at,
    lastSeenAt: at,
    current: true,
    privateNotifications: false,
    push: { state: "none" as const },
  };
  const server = { version: "0.1.0", publicOrigin: "https://beckon.example", vapidPublicKey: "x", applePush: true, passkeysPossible: true };
  return { person, device, passkeys: more.passkeys ?? 0, server };
};

type Given = { pending?: DecisionRequest[]; history?: DecisionRequest[]; session?: Session; signedOut?: boolean };

/** Stores without network and database, and what the app asked of them. */
export function fakeApp({ pending = [], history = [], session = aSession(), signedOut = false }: Given = {}) {
  const asked: unknown[] = [];
  const note =
    (name: string) =>
    async (...args: unknown[]) =>
      void asked.push([name, ...args]);
  const state: DecisionsState = { ready: true, pending, snoozed: [], history, outbox: new Map(), partial: new Set() };
  const decisions = Object.assign(new FakeStore(state), {
    find: (id: string) => [...decisions.state.pending, ...decisions.state.history].find((request) => request.id === id),
    fetchOne: async (id: string): Promise<DecisionRequest> => {
      throw new Error(`No ${id} here`);
    },
    answerAll: note("answerAll") as (ids: string[], input: DecisionInput) => Promise<void>,
    dismissRefused: note("dismissRefused"),
    snooze: note("snooze"),
    unsnooze: note("unsnooze"),
    search: async (query: object) => {
      asked.push(["search", query]);
      return { items: history, from: "server" as const };
    },
  });
  const fleet = Object.assign(
    new FakeStore<App["fleet"]["state"]>({ ready: true, agents: [], sessions: [], look: { q: "", by: "state" } }),
    {
      load: note("load"),
      lookAt: (look: Partial<FleetLook>) => fleet.put({ look: { ...fleet.state.look, ...look } }),
      change: note("changeAgent"),
      sessionsOf: async (agentId: string) => {
        asked.push(["sessionsOf", agentId]);
        return { items: [] as App["fleet"]["state"]["sessions"] };
      },
    },
  );
  const sessionState: SessionState = signedOut ? { status: "signed-out" } : { status: "signed-in", session };
  const app = {
    asked,
    decisions,
    fleet,
    demo: Object.assign(new FakeStore<App["demo"]["state"]>({ shown: false }), { load: async () => undefined, remove: note("removeDemo") }),
    session: Object.assign(new FakeStore(sessionState), { pair: note("pair"), signOut: note("signOut"), refresh: note("refresh") }),
    connection: new FakeStore<App["connection"]["state"]>({ state: "live", since: "2026-11-21T09:00:00.000Z", pendingAnswers: 0 }),
    update: Object.assign(new FakeStore({ available: false }), { apply: note("apply") }),
    push: Object.assign(
      new FakeStore<App["push"]["state"]>({ support: "ok", permission: "default", wanted: false, subscribed: false, busy: false }),
      { enable: note("enable"), disable: note("disable"), sendTest: note("sendTest") },
    ),
    passkeys: Object.assign(new FakeStore<App["passkeys"]["state"]>({ items: [], possible: true }), {
      stepUp: note("stepUp"),
      load: note("load"),
      add: note("addPasskey"),
      remove: note("removePasskey"),
    }),
    devices: Object.assign(new FakeStore<App["devices"]["state"]>({ items: [] }), {
      load: note("load"),
      rename: note("rename"),
      setPrivate: note("setPrivate"),
      revoke: note("revokeDevice"),
      invite: async (invitation: object) => {
        asked.push(["invite", invitation]);
        return { code: "K7QF-2MXW", url: "https://beckon.example/pair#K7QF2MXW", expiresAt: "2026-11-21T09:10:00.000Z" };
      },
    }),
    people: Object.assign(new FakeStore<App["people"]["state"]>({ items: [] }), { load: note("load"), setRole: note("setRole") }),
    tokens: Object.assign(new FakeStore<App["tokens"]["state"]>({ items: [] }), {
      load: note("load"),
      create: note("create"),
      revoke: note("revokeToken"),
      forgetCreated: () => undefined,
    }),
    deliveries: Object.assign(new FakeStore<App["deliveries"]["state"]>({ items: [] }), { load: note("load"), more: note("more") }),
    audit: Object.assign(new FakeStore<App["audit"]["state"]>({ items: [] }), { load: note("load"), more: note("more") }),
  };
  return app;
}

/** Puts an element into the page, below the given stores. */
export async function mountIn<T extends HTMLElement & { updateComplete: Promise<boolean> }>(
  app: ReturnType<typeof fakeApp>,
  tag: string,
): Promise<T> {
  const root = document.createElement("div");
  // The fakes answer what pages ask; the rest of the real stores is not needed here.
  provideStores(root, app as unknown as App);
  const element = document.createElement(tag) as T;
  root.append(element);
  document.body.replaceChildren(root);
  await element.updateComplete;
  return element;
}

/** The first match below an element, through every open shadow root. */
export function deep<T extends Element = HTMLElement>(root: Element | ShadowRoot, selector: string): T | undefined {
  const own = root.querySelector<T>(selector) ?? (root instanceof Element ? root.shadowRoot?.querySelector<T>(selector) : undefined);
  if (own) return own;
  for (const child of [...root.querySelectorAll("*"), ...(root instanceof Element ? (root.shadowRoot?.querySelectorAll("*") ?? []) : [])]) {
    const found = child.shadowRoot ? deep<T>(child.shadowRoot, selector) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** All text below an element, as a reader of the screen sees it. */
export function textOf(root: Node): string {
  if (root instanceof Element && root.matches("style, script")) return "";
  if (root instanceof HTMLSlotElement) return root.assignedNodes().map(textOf).join("");
  const children = root instanceof Element && root.shadowRoot ? root.shadowRoot.childNodes : root.childNodes;
  return root.nodeType === Node.TEXT_NODE ? (root.textContent ?? "") : [...children].map(textOf).join("");
}
