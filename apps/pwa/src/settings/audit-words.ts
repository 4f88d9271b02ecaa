const known: Record<string, string> = {
  "argo.connected": "Argo connected",
  "argo.disconnected": "Argo disconnected",
  "command.cancelled": "Command cancelled",
  "command.done": "Command done",
  "command.expired": "Command expired",
  "command.failed": "Command failed",
  "command.late": "Result came late",
  "command.requested": "Command given",
  "decision.requested": "Decision asked for",
  "decision.decided": "Decision answered",
  "decision.cancelled": "Decision withdrawn",
  "decision.expired": "Decision expired",
  "decision.outcome_reported": "Outcome reported",
  "demo.removed": "Demo removed",
  "device.paired": "Device paired",
  "device.renamed": "Device renamed",
  "device.privacy_changed": "Lock screen privacy changed",
  "device.revoked": "Device revoked",
  "github.hook_created": "GitHub hook made",
  "github.hook_removed": "GitHub hook removed",
  "host.added": "Machine added",
  "host.forgotten": "Machine forgotten",
  "pairing_code.created": "Pairing code made",
  "passkey.added": "Passkey added",
  "passkey.removed": "Passkey removed",
  "person.created": "Person added",
  "person.renamed": "Person renamed",
  "person.role_changed": "Role changed",
  "price.removed": "Price removed",
  "price.set": "Price set",
  "push.subscribed": "Notifications turned on",
  "push.unsubscribed": "Notifications turned off",
  "session.pause_requested": "Pause asked for",
  "session.resumed": "Run resumed",
  "task.changed": "Task changed",
  "task.retried": "Task retried",
  "token.created": "Token made",
  "token.revoked": "Token revoked",
};

/** What was done, for a reader. An action that this version does not know is said as it is written down. */
export function auditWords(action: string): string {
  return known[action] ?? spaced(action);
}

/** What it was done to, where the details name it: "nightly", "stop of builder-2 at devbox". */
export function aboutWords({ name, kind, of, at }: Record<string, unknown>): string {
  if (typeof name === "string") return name;
  if (typeof kind !== "string" || typeof of !== "string") return "";
  return `${kind} of ${of}${typeof at === "string" ? ` at ${at}` : ""}`;
}

/** The name of a detail, for a reader: `privateNotifications` is "private notifications". */
export function detailWords(key: string): string {
  return spaced(key.replace(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`));
}

const spaced = (text: string) => text.replaceAll(/[._]/gu, " ");
