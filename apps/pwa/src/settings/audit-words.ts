const known: Record<string, string> = {
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
  "pairing_code.created": "Pairing code made",
  "passkey.added": "Passkey added",
  "passkey.removed": "Passkey removed",
  "person.created": "Person added",
  "person.renamed": "Person renamed",
  "person.role_changed": "Role changed",
  "push.subscribed": "Notifications turned on",
  "push.unsubscribed": "Notifications turned off",
  "token.created": "Token made",
  "token.revoked": "Token revoked",
};

/** What was done, for a reader. An action that this version does not know is said as it is written down. */
export function auditWords(action: string): string {
  return known[action] ?? spaced(action);
}

/** The name of a detail, for a reader: `privateNotifications` is "private notifications". */
export function detailWords(key: string): string {
  return spaced(key.replace(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`));
}

const spaced = (text: string) => text.replaceAll(/[._]/gu, " ");
