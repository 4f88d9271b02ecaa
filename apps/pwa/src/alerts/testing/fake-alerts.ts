import { FakeStore } from "../../shell/testing/fake-store.ts";
import type { AlertsState, Person } from "../alerts.store.ts";

const state: AlertsState = {
  ...{ ready: true, alerts: [], rules: [], silences: [], past: [] },
  ...{ pending: { loading: false }, detail: { loading: false }, older: { items: [], loading: false, problem: "" } },
};

/** The store of alerts without network and database. */
export function fakeAlerts(asked: unknown[]) {
  const note =
    (name: string) =>
    async (...args: unknown[]) =>
      void asked.push([name, ...args]);
  const store = Object.assign(new FakeStore<AlertsState>(state), {
    load: note("load"),
    find: (id: string) => store.state.alerts.find((alert) => alert.id === id),
    all: () => store.state.alerts,
    lookAhead: () => void asked.push(["lookAhead"]),
    show: (id: string) => void asked.push(["showAlert", id]),
    leave: () => void asked.push(["leaveAlert"]),
    showOlder: note("showOlder"),
    acknowledge: note("acknowledge"),
    snooze: note("snoozeAlert"),
    assign: note("assign"),
    people: async (): Promise<Person[]> => [{ id: "pe_1", name: "Ada King" }],
    testPush: note("testPush"),
    setRule: note("setAlertRule"),
    resetRule: note("resetAlertRule"),
    silence: note("silence"),
    endSilence: note("endSilence"),
  });
  return store;
}
