import { findSetup } from "@beckon/agent-setup/agents";
import type { Connection, Gate } from "@beckon/agent-setup/connection";
import type { AgentSetup } from "@beckon/agent-setup/setup";
import { baseStyles } from "@beckon/ui/base.styles";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { pageStyles } from "../shell/page.styles.ts";
import { commandBlock, gates, pasteBlocks, programBlocks, waysOf, type Way } from "./connect-view.ts";
import { setupWaysStyles } from "./setup-ways.styles.ts";
import "@beckon/ui/ui-code";
import "@beckon/ui/ui-segmented";
import "./paste-blocks.ts";

const wayNames: Record<Way, string> = { paste: "Paste it", command: "One command" };

/** How one kind of agent is connected: by a pasted block, or by one command. */
@customElement("setup-ways")
export class SetupWays extends LitElement {
  static override styles = [baseStyles, pageStyles, setupWaysStyles];

  /** The id of the kind of agent. */
  @property() agent = "";
  @property({ attribute: false }) connection: Connection = { origin: "", token: "" };
  @state() private way: Way | undefined;
  @state() private gate: Gate = "ask";
  @state() private program = "run";
  @state() private plugin: string | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("agent")) return;
    this.way = undefined;
    if (this.agent === "opencode" && this.plugin === undefined) void this.#loadPlugin();
  }

  override render() {
    const setup = findSetup(this.agent);
    if (!setup) return nothing;
    const connection: Connection = { ...this.connection, gate: this.gate, ...(this.plugin !== undefined && { plugin: this.plugin }) };
    const ways = waysOf(setup);
    if (ways.length === 0) return this.#renderPrograms(setup, connection);
    const way = this.way ?? ways[0]!;
    return html`<ui-segmented
        label="How to connect it"
        .segments=${ways.map((value) => ({ value, label: wayNames[value] }))}
        value=${way}
        @segment-chosen=${(event: SegmentChosenEvent) => (this.way = event.value as Way)}
      ></ui-segmented>
      ${setup.id === "claude-code" ? this.#renderGate() : nothing}
      ${way === "command" ? this.#renderCommand(setup, connection) : this.#renderPaste(setup, connection)}`;
  }

  #renderGate() {
    return html`<div class="gate">
      <h3>What asks you in auto mode?</h3>
      <p class="small">Auto mode is its default. It lets calls pass by its own check, and asks nobody.</p>
      <ui-segmented
        label="What asks you in auto mode"
        .segments=${gates}
        value=${this.gate}
        @segment-chosen=${(event: SegmentChosenEvent) => (this.gate = event.value as Gate)}
      ></ui-segmented>
      <p class="small">${gates.find(({ value }) => value === this.gate)?.words}</p>
    </div>`;
  }

  #renderCommand(setup: AgentSetup, connection: Connection) {
    return html`<ui-code label="command" .parts=${[{ text: commandBlock(setup, connection) }]}></ui-code>
      <p class="small">
        In Beckon's folder, on the machine where ${setup.name} runs. It shows the difference first and keeps what you have;
        <code>--remove</code> takes everything out again.
      </p>`;
  }

  #renderPaste(setup: AgentSetup, connection: Connection) {
    return html`<paste-blocks .blocks=${pasteBlocks(setup, connection)}></paste-blocks>
      <p class="small">
        ${
          setup.needsBeckon
            ? "Permissions need the one command: their hooks call Beckon's own program on that machine."
            : "Where a file is there already, put these keys beside yours, or let the one command do it."
        }
      </p>`;
  }

  #renderPrograms(setup: AgentSetup, connection: Connection) {
    const blocks = programBlocks(setup, connection);
    const block = blocks.find(({ value }) => value === this.program) ?? blocks[0];
    return html`<ui-segmented
        label="Kind of program"
        .segments=${blocks}
        value=${this.program}
        @segment-chosen=${(event: SegmentChosenEvent) => (this.program = event.value)}
      ></ui-segmented>
      <ui-code label="block" .parts=${[{ text: block?.text ?? "" }]}></ui-code>
      <p class="small">${block?.where}</p>`;
  }

  /** As text, to paste; it comes only when it is looked at. */
  async #loadPlugin(): Promise<void> {
    this.plugin = (await import("../../../../packages/agent-setup/assets/opencode-plugin.js?raw")).default;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "setup-ways": SetupWays;
  }
}
