import type { Device, PairingCode } from "@beckon/contracts/access";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import type { DeviceChange, DevicesApi, Invitation } from "./devices.api.ts";

export type DevicesState = { items: Device[]; asOf?: string; error?: string };

/** Paired phones and browsers. */
export class DevicesStore extends Store<DevicesState> {
  readonly #api: DevicesApi;

  constructor(api: DevicesApi) {
    super({ items: [] });
    this.#api = api;
  }

  async load(): Promise<void> {
    try {
      const { items } = await this.#api.list();
      this.set({ items, asOf: new Date().toISOString(), error: undefined });
    } catch (error) {
      this.set({ error: words(error) });
    }
  }

  async rename(name: string): Promise<void> {
    await this.#update({ name });
  }

  /** Private notifications say "A decision waits" and nothing of its content. */
  async setPrivate(on: boolean): Promise<void> {
    await this.#update({ privateNotifications: on });
  }

  async revoke(id: string): Promise<void> {
    await this.#api.revoke(id);
    await this.load();
  }

  async invite(invitation: Invitation = {}): Promise<PairingCode> {
    return this.#api.invite(invitation);
  }

  async #update(change: DeviceChange): Promise<void> {
    const device = await this.#api.updateMine(change);
    this.set({ items: this.state.items.map((item) => (item.id === device.id ? device : item)), error: undefined });
  }
}
