import type { Passkey } from "@beckon/contracts/access";
import { ApiProblem } from "../platform/api-client.ts";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import type { PasskeysApi } from "./passkeys.api.ts";

export type PasskeysState = {
  items: Passkey[];
  /** This browser knows passkeys, and the server's origin can carry them (a name over https, or localhost). */
  possible: boolean;
  asOf?: string;
  error?: string;
};

/** Passkeys of the person who is signed in; approving high risk asks for one. */
export class PasskeysStore extends Store<PasskeysState> {
  readonly #api: PasskeysApi;

  constructor(api: PasskeysApi) {
    super({ items: [], possible: false });
    this.#api = api;
  }

  /** The session tells whether the server's origin can carry passkeys. */
  offered(byServer: boolean): void {
    const possible = byServer && "PublicKeyCredential" in globalThis;
    if (possible !== this.state.possible) this.set({ possible });
  }

  async load(): Promise<void> {
    try {
      const { items } = await this.#api.list();
      this.set({ items, asOf: new Date().toISOString(), error: undefined });
    } catch (error) {
      this.set({ error: words(error) });
    }
  }

  /** Throws in words when the person or the device says no. */
  async add(name: string): Promise<void> {
    const { register } = await import("./webauthn.ts");
    const options = await this.#confirmed(() => this.#api.registrationOptions());
    await this.#api.register(name, await register(options));
    await this.load();
  }

  async remove(id: string): Promise<void> {
    await this.#confirmed(() => this.#api.remove(id));
    await this.load();
  }

  /** A passkey guards the passkeys themselves: it is asked for, and the change tried once more. */
  async #confirmed<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== "passkey.confirm_required") throw error;
      await this.stepUp("passkeys");
      return change();
    }
  }

  /** Proves that a person is there; the answer to `requestId` must follow within two minutes. */
  async stepUp(requestId: string): Promise<void> {
    const { confirm } = await import("./webauthn.ts");
    const options = await this.#api.stepUpOptions(requestId);
    await this.#api.stepUp(requestId, await confirm(options));
  }
}
