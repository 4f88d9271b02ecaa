import type { Command, CommandKind } from "@beckon/contracts/controls";
import type { Host, HostProfile, ShownProcess } from "@beckon/contracts/hosts";

/** Whom or what an action is meant for. */
export type Target = { process: ShownProcess; host: Host } | Said;
/** An agent as a whole: at its next step. `idle`: its turn is over, so that the next step comes when it is given work. */
export type Said = { agentId: string; name: string; idle: boolean };

/** A person tapped a control. Nothing has been asked of the server yet. */
export class ControlWantedEvent extends Event {
  readonly action: Exclude<CommandKind, "start">;
  readonly on: Target;
  constructor(action: ControlWantedEvent["action"], on: Target) {
    super("control-wanted", { bubbles: true, composed: true });
    this.action = action;
    this.on = on;
  }
}

/** Processes of a profile are to be started. */
export class StartWantedEvent extends Event {
  readonly host: Host;
  readonly profile: HostProfile;
  constructor(host: Host, profile: HostProfile) {
    super("start-wanted", { bubbles: true, composed: true });
    this.host = host;
    this.profile = profile;
  }
}

/** A command is to be taken back. */
export class CancelWantedEvent extends Event {
  readonly command: Command;
  constructor(command: Command) {
    super("cancel-wanted", { bubbles: true, composed: true });
    this.command = command;
  }
}

/** A machine that is away is to be forgotten. */
export class ForgetWantedEvent extends Event {
  readonly host: Host;
  constructor(host: Host) {
    super("forget-wanted", { bubbles: true, composed: true });
    this.host = host;
  }
}

declare global {
  interface HTMLElementEventMap {
    "control-wanted": ControlWantedEvent;
    "start-wanted": StartWantedEvent;
    "cancel-wanted": CancelWantedEvent;
    "forget-wanted": ForgetWantedEvent;
  }
}
