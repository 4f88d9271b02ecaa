import { alertKindNames, type AlertKind } from "@beckon/contracts/alert-kinds";
import type { Alert, AlertDetail, AlertPending, AlertRule, AlertRuleInput, Silence, SilenceInput } from "@beckon/contracts/alerts";
import { cachedView, type View } from "../platform/cached-view.ts";
import { LostAnswers } from "../platform/lost-answers.ts";
import { ReplicaReads } from "../platform/replica-reads.ts";
import type { Replica, ReplicaDb } from "../platform/replica.ts";
import { keepAnswer, type PutTx } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import { byUrgency } from "./alert-words.ts";
import type { AlertPage, AlertsApi } from "./alerts.api.ts";

export type AlertsState = {
  /** All that the replica holds is here. */
  ready: boolean;
  /** What fires, who needs somebody first; then what is over, newest first. */
  alerts: Alert[];
  /** In the order of the catalogue. */
  rules: AlertRule[];
  silences: Silence[];
  /** What may fire soon, as the server said last. */
  pending: View<{ items: AlertPending[] }>;
  /** The one that a page shows. */
  detail: View<AlertDetail> & { id?: string };
  /** Older ones than the replica holds. */
  /** What fired longer ago, where a chart reaches there. */
  past: Alert[];
  older: { items: Alert[]; cursor?: string; loading: boolean; problem: string };
};
type Deps = { replica: Replica; api: AlertsApi };
export type Person = { id: string; name: string };

/** What a replica holds of what is over. */
const heldMs = 6.9 * 86_400_000;
const nothingOlder = { items: [], loading: false, problem: "" };

/** Alerts as the replica holds them; read when something first asks, and followed from then on. */
export class AlertsStore extends Store<AlertsState> {
  readonly #deps: Deps;
  readonly #lost = new LostAnswers();
  readonly #reads: ReplicaReads;
  #reached = "~";
  #asking: AbortController | undefined;

  constructor(deps: Deps) {
    super({
      ...{ ready: false, alerts: [], rules: [], silences: [] },
      ...{ pending: { loading: true }, detail: { loading: true }, older: nothingOlder, past: [] },
    });
    this.#deps = deps;
    this.#reads = new ReplicaReads(deps.replica, ["alerts", "alertRules", "silences"], (db) => this.#read(db));
    deps.replica.subscribe(({ alerts }) => {
      const { id } = this.state.detail;
      if (this.#asking && id !== undefined && alerts?.includes(id)) this.show(id);
    });
  }

  async load(): Promise<void> {
    await this.#reads.load();
  }

  find(id: string): Alert | undefined {
    return this.state.alerts.find((alert) => alert.id === id);
  }

  /** All that fired since then, as far as it is known: what this device holds, and of longer ago what the server says. */
  all(from: string): readonly Alert[] {
    void this.load();
    if (Date.parse(from) < Date.now() - heldMs && !(this.#reached <= from)) {
      this.#reached = from;
      void this.#deps.api.list({ state: "all", from, limit: "200" }).then(
        ({ items }) => this.set({ past: items }),
        // Without a connection there are marks of the last days only.
        () => (this.#reached = "~"),
      );
    }
    const { alerts, past } = this.state;
    const held = new Set(alerts.map(({ id }) => id));
    return past.length === 0 ? alerts : [...alerts, ...past.filter(({ id }) => !held.has(id))];
  }

  lookAhead(): void {
    const { replica, api } = this.#deps;
    void cachedView(
      { replica, key: "/api/alerts/pending" },
      () => api.pending(),
      (pending) => this.set({ pending }),
    );
  }

  /** One alert with all that is known of it: what is kept at once, then what the server says. */
  show(id: string): void {
    const { replica, api } = this.#deps;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    if (this.state.detail.id !== id) this.set({ detail: { id, loading: true } });
    void cachedView(
      { replica, key: `/api/alerts/${id}`, signal: asking.signal },
      () => api.read(id),
      // A newer try that fails takes nothing away that is shown.
      (view) => this.set({ detail: { ...(view.body ? {} : this.state.detail), ...view, id } }),
    );
  }

  leave(): void {
    this.#asking?.abort();
    this.#asking = undefined;
  }

  async showOlder(): Promise<void> {
    const { older, alerts } = this.state;
    if (older.loading) return;
    this.set({ older: { ...older, loading: true, problem: "" } });
    try {
      const known = new Set([...alerts, ...older.items].map(({ id }) => id));
      let page: AlertPage;
      let { cursor } = older;
      do {
        page = await this.#deps.api.list({ state: "resolved", limit: "100", ...(cursor === undefined ? {} : { cursor }) });
        cursor = page.cursor;
        // The first pages may be what this device holds.
      } while (page.items.every(({ id }) => known.has(id)) && cursor !== undefined);
      const items = [...older.items, ...page.items.filter(({ id }) => !known.has(id))];
      this.set({ older: { items, loading: false, problem: "", ...(cursor === undefined ? { cursor: "" } : { cursor }) } });
    } catch (error) {
      this.set({ older: { ...older, loading: false, problem: words(error) } });
    }
  }

  /** Throws `ApiProblem`, as all that follow. */
  async acknowledge(id: string): Promise<void> {
    await this.#put(this.#deps.api.acknowledge(id));
  }

  async snooze(id: string, until: Date): Promise<void> {
    await this.#put(this.#deps.api.snooze(id, until.toISOString()));
  }

  async assign(id: string, personId: string | null): Promise<void> {
    await this.#put(this.#deps.api.assign(id, personId));
  }

  async people(): Promise<Person[]> {
    return (await this.#deps.api.people()).items.filter(({ role }) => role !== "viewer");
  }

  async testPush(): Promise<void> {
    await this.#deps.api.testPush();
  }

  async setRule(kind: AlertKind, input: AlertRuleInput): Promise<void> {
    await this.#putRule(this.#deps.api.setRule(kind, input));
  }

  async resetRule(kind: AlertKind): Promise<void> {
    await this.#putRule(this.#deps.api.resetRule(kind));
  }

  /** Asked again after a lost answer it is the same one. */
  async silence(wish: SilenceInput): Promise<void> {
    const { replica, api } = this.#deps;
    const asked = this.#lost.send(wish, (key) => api.silence(wish, key));
    const { id } = await keepAnswer(replica, asked, { into: ["silences"], put: (tx, made) => tx.objectStore("silences").put(made) });
    replica.changed({ silences: [id] });
  }

  async endSilence(id: string): Promise<void> {
    const { replica, api } = this.#deps;
    await api.endSilence(id);
    await (await replica.db()).delete("silences", id);
    replica.changed({ silences: [id] });
  }

  async #put(asked: Promise<AlertDetail>): Promise<void> {
    const { replica } = this.#deps;
    const put = (tx: PutTx, { clear: _, events: __, points: ___, ...alert }: AlertDetail) =>
      tx.objectStore("alerts").put({ ...alert, members: alert.members.slice(0, 20) });
    const shown = asked.then((body) => {
      this.set({ detail: { id: body.id, body, at: new Date().toISOString(), loading: false } });
      return body;
    });
    const { id } = await keepAnswer(replica, shown, { into: ["alerts"], put });
    replica.changed({ alerts: [id] });
  }

  async #putRule(asked: Promise<AlertRule>): Promise<void> {
    const { replica } = this.#deps;
    const { kind } = await keepAnswer(replica, asked, { into: ["alertRules"], put: (tx, rule) => tx.objectStore("alertRules").put(rule) });
    replica.changed({ alertRules: [kind] });
  }

  async #read(db: ReplicaDb): Promise<void> {
    const tx = db.transaction(["alerts", "alertRules", "silences"], "readonly");
    const [alerts, rules, silences] = await Promise.all([
      tx.objectStore("alerts").getAll(),
      tx.objectStore("alertRules").getAll(),
      tx.objectStore("silences").getAll(),
    ]);
    alerts.sort(byUrgency);
    rules.sort((a, b) => alertKindNames.indexOf(a.kind) - alertKindNames.indexOf(b.kind));
    silences.sort((a, b) => (a.from < b.from ? 1 : -1));
    this.set({ ready: true, alerts, rules, silences });
  }
}
