import type { AttentionWait } from "@beckon/contracts/attention";
import type { Collision, CoordinationPage, FailurePage } from "@beckon/contracts/coordination";
import type { DecisionInput, DecisionRequest } from "@beckon/contracts/decisions";
import type { Session } from "@beckon/contracts/access";
import { type Context, ContextProvider } from "@lit/context";
import { alertsContext } from "../../alerts/alerts.context.ts";
import { fakeAlerts } from "../../alerts/testing/fake-alerts.ts";
import { attentionContext } from "../../attention/attention.context.ts";
import type { AttentionState } from "../../attention/attention.store.ts";
import { budgetsContext } from "../../budgets/budgets.context.ts";
import { controlsContext } from "../../controls/controls.context.ts";
import type { AgentWork, ControlsState } from "../../controls/controls.store.ts";
import { demoContext } from "../../demo/demo.context.ts";
import type { DemoState } from "../../demo/demo.store.ts";
import { fleetContext } from "../../fleet/fleet.context.ts";
import type { FleetLook, FleetState } from "../../fleet/fleet.store.ts";
import { healthContext } from "../../health/health.context.ts";
import type { HealthState } from "../../health/health.store.ts";
import { healingContext } from "../../healing/healing.context.ts";
import type { SessionState, UnsentAnswer } from "../../access/session.store.ts";
import type { DecisionsState } from "../../decisions/decisions.store.ts";
import { rulesContext } from "../../rules/rules.context.ts";
import { provideStores } from "../../platform/provide-stores.ts";
import { recoveryContext } from "../../recovery/recovery.context.ts";
import { plainLook } from "../../settings/audit-look.ts";
import type { AuditState } from "../../settings/audit.store.ts";
import type { DeliveriesState } from "../../settings/deliveries.store.ts";
import type { DevicesState } from "../../settings/devices.store.ts";
import type { PeopleState } from "../../settings/people.store.ts";
import {
  auditContext,
  channelsContext,
  deliveriesContext,
  devicesContext,
  escalationContext,
  peopleContext,
  policyContext,
  tokensContext,
} from "../../settings/settings.contexts.ts";
import type { TokensState } from "../../settings/tokens.store.ts";
import type { App } from "../../stores.ts";
import { teamworkContext } from "../../teamwork/teamwork.context.ts";
import type { TeamworkState } from "../../teamwork/teamwork.store.ts";
import { teamsContext } from "../../teams/teams.context.ts";
import { fakeGithub } from "../../github/testing/fake-github.ts";
import { githubContext } from "../../github/github.context.ts";
import { fakeOutcomes } from "../../outcomes/testing/fake-outcomes.ts";
import { outcomesContext } from "../../outcomes/outcomes.context.ts";
import { fakeValue } from "../../value/testing/fake-value.ts";
import { valueContext } from "../../value/value.context.ts";
import { workContext } from "../../work/work.context.ts";
import { fakeWork } from "../../work/testing/fake-work.ts";
import { fakeActing } from "./fake-acting.ts";
import { FakeStore } from "./fake-store.ts";
import { fakeTelling } from "./fake-telling.ts";

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

type AttentionWaits = { items: AttentionWait[]; cursor?: string };
type Given = { pending?: DecisionRequest[]; history?: DecisionRequest[]; session?: Session; signedOut?: boolean; waiting?: UnsentAnswer[] };

/** Stores without network and database, and what the app asked of them. */
export function fakeApp({ pending = [], history = [], session = aSession(), signedOut = false, waiting = [] }: Given = {}) {
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
  const fleet = Object.assign(new FakeStore<FleetState>({ ready: true, agents: [], sessions: [], look: { q: "", by: "state" } }), {
    load: note("load"),
    lookAt: (look: Partial<FleetLook>) => fleet.put({ look: { ...fleet.state.look, ...look } }),
    change: note("changeAgent"),
    sessionsOf: async (agentId: string) => {
      asked.push(["sessionsOf", agentId]);
      return { items: [] as FleetState["sessions"] };
    },
  });
  const sessionState: SessionState = signedOut ? { status: "signed-out" } : { status: "signed-in", session };
  const app = {
    asked,
    decisions,
    fleet,
    work: fakeWork({ asked, note }),
    controls: Object.assign(new FakeStore<ControlsState>({ ready: true, hosts: [], commands: [] }), {
      load: note("load"),
      send: note("sendCommand"),
      cancel: note("cancelCommand"),
      workOf: async (agentId: string): Promise<AgentWork> => {
        asked.push(["workOf", agentId]);
        return { titles: [], more: false };
      },
      forget: note("forgetHost"),
      output: async (host: string, process: string): Promise<string[]> => {
        asked.push(["output", host, process]);
        return [];
      },
    }),
    ...fakeActing({ asked, note }),
    alerts: fakeAlerts(asked),
    value: fakeValue(asked),
    outcomes: fakeOutcomes(asked),
    github: fakeGithub(asked),
    health: Object.assign(new FakeStore<HealthState>({ loading: false }), { load: note("loadHealth") }),
    attention: Object.assign(new FakeStore<AttentionState>({ summary: { loading: true }, habits: { loading: true } }), {
      show: (look: object, parts: readonly string[]) => void asked.push(["showAttention", look, parts]),
      leave: () => undefined,
      refresh: () => void asked.push(["refreshAttention"]),
      waits: async (look: object, cursor?: string): Promise<AttentionWaits> => {
        asked.push(["waits", look, cursor]);
        throw new Error("No waits here");
      },
    }),
    demo: Object.assign(new FakeStore<DemoState>({ shown: false }), { load: async () => undefined, remove: note("removeDemo") }),
    session: Object.assign(new FakeStore(sessionState), {
      pair: note("pair"),
      signOut: note("signOut"),
      refresh: note("refresh"),
      waiting: async () => waiting,
    }),
    untaken: new FakeStore<App["untaken"]["state"]>({ count: 0 }),
    connection: new FakeStore<App["connection"]["state"]>({ state: "live", since: "2026-11-21T09:00:00.000Z", pendingAnswers: 0 }),
    update: Object.assign(new FakeStore({ available: false }), { apply: note("apply") }),
    teamwork: Object.assign(
      new FakeStore<TeamworkState>({
        summary: { loading: true },
        flow: { loading: true },
        failures: { loading: true },
        records: { loading: true },
        diagnostics: { loading: true },
        collisions: undefined,
      }),
      {
        show: (look: object, parts: readonly string[]) => void asked.push(["show", look, parts]),
        leave: () => void asked.push(["leave"]),
        refresh: () => void asked.push(["refresh"]),
        pause: note("pause"),
        earlierCollisions: async (cursor?: string): Promise<{ items: Collision[]; cursor?: string }> => {
          asked.push(["earlierCollisions", cursor]);
          return { items: [] };
        },
        moreRecords: async (_look: object, cursor: string): Promise<CoordinationPage> => {
          asked.push(["moreRecords", cursor]);
          return { items: [] };
        },
        moreFailures: async (_look: object, cursor: string): Promise<FailurePage> => {
          asked.push(["moreFailures", cursor]);
          throw new Error("No more here");
        },
      },
    ),
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
    devices: Object.assign(new FakeStore<DevicesState>({ items: [] }), {
      load: note("load"),
      rename: note("rename"),
      setPrivate: note("setPrivate"),
      revoke: note("revokeDevice"),
      invite: async (invitation: object) => {
        asked.push(["invite", invitation]);
        return { code: "K7QF-2MXW", url: "https://beckon.example/pair#K7QF2MXW", expiresAt: "2026-11-21T09:10:00.000Z" };
      },
    }),
    people: Object.assign(new FakeStore<PeopleState>({ items: [] }), { load: note("load"), setRole: note("setRole") }),
    tokens: Object.assign(new FakeStore<TokensState>({ items: [] }), {
      load: note("load"),
      create: note("create"),
      revoke: note("revokeToken"),
      forgetCreated: () => undefined,
    }),
    deliveries: Object.assign(new FakeStore<DeliveriesState>({ items: [] }), { load: note("load"), more: note("more") }),
    ...fakeTelling(note),
    audit: Object.assign(new FakeStore<AuditState>({ items: [], look: plainLook }), {
      load: note("load"),
      more: note("more"),
      narrow: note("narrowAudit"),
      check: note("checkAudit"),
    }),
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
  const later: [object, unknown][] = [
    [demoContext, app.demo],
    [fleetContext, app.fleet],
    [controlsContext, app.controls],
    [recoveryContext, app.recovery],
    [teamsContext, app.teams],
    [alertsContext, app.alerts],
    [budgetsContext, app.budgets],
    [healingContext, app.healing],
    [rulesContext, app.rules],
    [workContext, app.work],
    [valueContext, app.value],
    [outcomesContext, app.outcomes],
    [githubContext, app.github],
    [healthContext, app.health],
    [teamworkContext, app.teamwork],
    [attentionContext, app.attention],
    [devicesContext, app.devices],
    [peopleContext, app.people],
    [tokensContext, app.tokens],
    [deliveriesContext, app.deliveries],
    [policyContext, app.policy],
    [escalationContext, app.escalation],
    [channelsContext, app.channels],
    [auditContext, app.audit],
  ];
  for (const [context, initialValue] of later) new ContextProvider(root, { context: context as Context<unknown, unknown>, initialValue });
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
