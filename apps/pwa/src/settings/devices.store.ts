import type { Device, PairingCode } from "@beckon/contracts/access";
import { ListStore, type ListState, type Memory } from "../platform/list-store.ts";
import type { DeviceChange, DevicesApi, Invitation } from "./devices.api.ts";

export type DevicesState = ListState<Device>;

/** Paired phones and browsers. */
export class DevicesStore extends ListStore<Device> {
  readonly #api: DevicesApi;

  constructor(api: DevicesApi, memory: Memory) {
    super(memory, { items: [] });
    this.#api = api;
  }

  protected override async page(): Promise<{ items: Device[]; cursor?: string }> {
    return this.#api.list();
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
