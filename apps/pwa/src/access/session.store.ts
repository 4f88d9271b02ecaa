import type { Session } from "@beckon/contracts/access";
import { ApiProblem } from "../platform/api-client.ts";
import { askToPersist } from "../platform/persist-storage.ts";
import { readMeta, type Replica, wipe, writeMeta } from "../platform/replica.ts";
import { type PutTx, putWithin, readStay } from "../platform/stay.ts";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import type { SessionApi } from "./session.api.ts";
import type { UnsentAnswer } from "./unsent-answers.ts";

export type { UnsentAnswer } from "./unsent-answers.ts";

export type SessionState = {
  status: "unknown" | "signed-out" | "signed-in";
  session?: Session;
  error?: string;
  /** Shown once after the server ended the session: these answers and changes never reached it. */
  unsent?: UnsentAnswer[];
};
export type SessionDeps = {
  api: SessionApi;
  replica: Replica;
  /** Before the replica is wiped: give back the push subscription, the badge, the notifications. */
  onLeave?: () => Promise<void>;
};

/** One page of this browser leaves at a time, so that what one began the others find done. */
const oneLeaves = <T>(leave: () => Promise<T>): Promise<T> =>
  // Not there where the page is not served securely.
  navigator.locks ? navigator.locks.request("beckon-leaving", leave) : leave();

/** Who is signed in on this device; remembered in the replica, so that it is known without network. */
export class SessionStore extends Store<SessionState> {
  readonly #deps: SessionDeps;

  constructor(deps: SessionDeps) {
    super({ status: "unknown" });
    this.#deps = deps;
    deps.replica.subscribe((change) => {
      if (change.session) void this.#readAgain();
    });
  }

  /** Known from the replica; the server is asked by `refresh`. */
  paint(session: Session | undefined): void {
    if (session && this.state.status === "unknown") this.set({ status: "signed-in", session });
  }

  /** Throws `ApiProblem`. What another person left on this device is wiped first. */
  async pair(code: string, deviceName: string): Promise<void> {
    const session = await this.#deps.api.pair(code, deviceName);
    await wipe(this.#deps.replica);
    await this.#keep(session, await readStay(this.#deps.replica));
    this.set({ status: "signed-in", session, error: undefined, unsent: undefined });
    this.#deps.replica.changed({ session: true });
    void askToPersist();
  }

  /** Throws `ApiProblem` without network: a session ends on the server or not at all. */
  async signOut(): Promise<void> {
    await oneLeaves(async () => {
      await this.#deps.api.end().catch((error: unknown) => {
        if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      });
      await this.#leave();
      this.set({ status: "signed-out", session: undefined, error: undefined, unsent: undefined });
    });
  }

  /** Asks the server who this is; where nobody was paired, nothing is asked. */
  async refresh(): Promise<void> {
    if (this.state.status !== "signed-in" && !(await this.#isKept())) return this.#ended();
    try {
      const asked = this.#deps.api.current();
      const stay = readStay(this.#deps.replica);
      const session = await asked;
      // Signed out while the answer was on its way: it is of the former person.
      if (!(await this.#keep(session, await stay))) return this.refresh();
      this.set({ status: "signed-in", session, error: undefined });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401 && error.code.startsWith("access.")) return this.#ended();
      // Not reached, or not by our server: who was signed in still is, as far as anybody knows.
      if (this.state.status === "unknown") this.set({ error: words(error) });
    }
  }

  /** What the server has not got yet of this device, and would be lost with it. */
  waiting(): Promise<UnsentAnswer[]> {
    return import("./unsent-answers.ts").then((code) => code.allUnsent(this.#deps.replica));
  }

  async dismissUnsent(): Promise<void> {
    await writeMeta(this.#deps.replica, "unsent", undefined);
    this.set({ unsent: undefined });
  }

  /** A replica that cannot be read proves nothing: then only the server knows. */
  #isKept(): Promise<boolean> {
    return readMeta(this.#deps.replica, "session")
      .catch(() => true)
      .then((session) => session !== undefined);
  }

  /** The server's no also comes to who signs out by hand, here or in another page: by then nobody is kept, and there is nothing to reproach. */
  #ended(): Promise<void> {
    return oneLeaves(async () => {
      const { replica } = this.#deps;
      const wasSignedIn = this.state.status === "signed-in" && (await this.#isKept());
      let unsent = await readMeta<UnsentAnswer[]>(replica, "unsent").catch(() => undefined);
      if (wasSignedIn) {
        // Rarely needed, and the code is kept with the app.
        const lost = await this.waiting().catch(() => []);
        await this.#leave();
        if (lost.length > 0) await writeMeta(replica, "unsent", (unsent = lost));
      }
      const error = wasSignedIn ? "This device was signed out. Pair it again to go on." : undefined;
      this.set({ status: "signed-out", session: undefined, error, unsent });
    });
  }

  async #leave(): Promise<void> {
    await this.#deps.onLeave?.().catch(() => undefined);
    await wipe(this.#deps.replica);
  }

  /** False where the stay is over that this was asked in. */
  async #keep(session: Session, stay: number | undefined): Promise<boolean> {
    const put = (tx: PutTx) => tx.objectStore("meta").put(session, "session");
    // A replica that cannot be written (private mode) must not keep anybody out.
    return putWithin(this.#deps.replica, stay, { into: [], put }).catch(() => true);
  }

  /** Another page paired or signed out. */
  async #readAgain(): Promise<void> {
    const session = await readMeta<Session>(this.#deps.replica, "session").catch(() => this.state.session);
    if (session && this.state.status !== "signed-in") this.set({ status: "signed-in", session, error: undefined, unsent: undefined });
    if (!session && this.state.status === "signed-in") this.set({ status: "signed-out", session: undefined });
  }
}
