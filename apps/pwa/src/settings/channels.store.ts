import type { Channel, ChannelInput } from "@beckon/contracts/channels";
import { LostAnswers } from "../platform/lost-answers.ts";
import { ListStore, type ListState, type Memory } from "../platform/list-store.ts";
import type { ChannelsApi } from "./channels.api.ts";

export type ChannelsState = ListState<Channel> & {
  /** The channel whose test is on its way. */
  testing?: string;
};

/** Ways to people that are no device. */
export class ChannelsStore extends ListStore<Channel, ChannelsState> {
  readonly #api: ChannelsApi;
  readonly #pause: (ms: number) => Promise<void>;
  readonly #lost = new LostAnswers();

  constructor(api: ChannelsApi, memory: Memory, pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))) {
    super(memory, { items: [] });
    this.#api = api;
    this.#pause = pause;
  }

  protected override async page(): Promise<{ items: Channel[]; cursor?: string }> {
    return this.#api.list();
  }

  /** Added again after a lost answer it is the same one. Throws `ApiProblem`, like all below. */
  async save(id: string | undefined, input: ChannelInput): Promise<void> {
    await (id === undefined ? this.#lost.send(input, (key) => this.#api.create(input, key)) : this.#api.update(id, input));
    await this.load();
  }

  async remove(id: string): Promise<void> {
    await this.#api.remove(id);
    await this.load();
  }

  /** Sends a test and follows it until the other side has answered, or for half a minute. */
  async test(id: string): Promise<void> {
    this.set({ testing: id });
    try {
      await this.#api.test(id);
      for (let round = 0; round < 20; round++) {
        await this.#pause(round === 0 ? 500 : 1_500);
        await this.load();
        const last = this.state.items.find((channel) => channel.id === id)?.last;
        if (last?.status !== "queued") return;
      }
    } finally {
      this.set({ testing: undefined });
    }
  }
}
