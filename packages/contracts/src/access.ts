import { z } from "zod";
import { exportFormat, idOf, instant, pageQuery, text } from "./common.ts";

/** owner: everything · operator: answers and acts · viewer: reads. */
export const role = z.enum(["owner", "operator", "viewer"]);
export type Role = z.infer<typeof role>;

export const person = z.object({ id: idOf("pe"), name: z.string(), role });
export type Person = z.infer<typeof person>;

/** A paired phone or browser. */
export const device = z.object({
  id: idOf("dev"),
  name: z.string(),
  person,
  createdAt: instant,
  lastSeenAt: instant,
  revokedAt: instant.optional(),
  current: z.boolean(),
  /** Hides content on the lock screen: "A decision waits". */
  privateNotifications: z.boolean(),
  push: z.object({
    state: z.enum(["none", "active", "gone"]),
    service: z.string().optional(),
    lastAcceptedAt: instant.optional(),
    lastShownAt: instant.optional(),
    failure: z.string().optional(),
    /** It most likely hears nothing: since when, and why that is thought, in words. */
    deaf: z.object({ since: instant, words: z.string() }).optional(),
    /** What became of the last weekly check. */
    check: z.object({ at: instant, result: z.enum(["shown", "open", "failed"]) }).optional(),
  }),
});
export type Device = z.infer<typeof device>;

/** `POST /api/pair`: the 8-character code, with or without its dash, in any case. */
export const pairInput = z.strictObject({ code: text(20), deviceName: text(80) });
export const pairingCodeInput = z.strictObject({
  /** Pair for this person; a new name with a role invites somebody. Default: the owner. */
  person: text(80).optional(),
  role: role.optional(),
});
export const pairingCode = z.object({ code: z.string(), url: z.string(), expiresAt: instant });
export type PairingCode = z.infer<typeof pairingCode>;

export const session = z.object({
  person,
  device,
  /** Passkeys this person has enrolled; with one, approving high risk asks for it. */
  passkeys: z.number().int(),
  /** Devices of this person that most likely hear no notification, this one among them or not. */
  deaf: z.array(z.object({ deviceId: z.string(), name: z.string(), since: instant, words: z.string() })).optional(),
  server: z.object({
    version: z.string(),
    publicOrigin: z.string(),
    vapidPublicKey: z.string(),
    /** A VAPID subject is set: without one Apple's push service refuses every message. */
    applePush: z.boolean(),
    /** Passkeys need a domain name served over https (or localhost). */
    passkeysPossible: z.boolean(),
  }),
});
export type Session = z.infer<typeof session>;

export const deviceUpdate = z
  .strictObject({ name: text(80).optional(), privateNotifications: z.boolean().optional() })
  .refine((value) => Object.keys(value).length > 0, "nothing to change");

export const tokenScope = z.enum(["agent", "host", "metrics", "admin"]);
export type TokenScope = z.infer<typeof tokenScope>;
export const tokenInput = z.strictObject({ name: text(80), scope: tokenScope.default("agent"), demo: z.boolean().optional() });
export const token = z.object({
  id: idOf("tok"),
  name: z.string(),
  scope: tokenScope,
  /** Of the demo fleet. */
  demo: z.boolean().optional(),
  createdAt: instant,
  lastUsedAt: instant.optional(),
  revokedAt: instant.optional(),
});
export type Token = z.infer<typeof token>;
/** The secret is shown this once; only its hash is kept. */
export const createdToken = token.extend({ token: z.string() });

export const passkey = z.object({ id: idOf("pk"), name: z.string(), createdAt: instant, lastUsedAt: instant.optional() });
export type Passkey = z.infer<typeof passkey>;

export const actor = z.object({
  kind: z.enum(["person", "agent", "system", "rule"]),
  id: z.string().optional(),
  name: z.string().optional(),
  device: z.string().optional(),
});
export type Actor = z.infer<typeof actor>;

export const auditEntry = z.object({
  id: z.string(),
  at: instant,
  actor,
  /** Dotted verb, such as `decision.decided` or `device.revoked`. */
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditPage = z.object({ items: z.array(auditEntry), cursor: z.string().optional() });

/** What the audit is narrowed by; all that is given has to fit. */
export const auditQuery = pageQuery.extend({
  /** Who: a name, or an id of a person, token or device. */
  actor: text(200).optional(),
  /** How the action begins: `device` is all that was done to devices. */
  action: text(100).optional(),
  /** What it was done to: its id. */
  subject: text(200).optional(),
  from: instant.optional(),
  to: instant.optional(),
  /** In action, subject, actor and detail. */
  q: text(200).optional(),
  /** `csv`: a file of all that fits, instead of a page. */
  format: exportFormat.optional(),
});
export type AuditQuery = z.output<typeof auditQuery>;

/** `head`: a hash that was the head before; it has to be in the chain still. */
export const auditCheckQuery = z.object({
  head: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits")
    .optional(),
});

/**
 * changed: a row is not what was sealed · reordered: it stands where another one stood · removed: it is gone ·
 * inserted: it was put in between later · seal_changed, seal_removed: the chain itself · cut: the end of the chain is gone.
 */
export const auditFault = z.object({
  kind: z.enum(["changed", "reordered", "removed", "inserted", "seal_changed", "seal_removed", "cut"]),
  /** The number of the row, as in its id `au_17`. */
  seq: z.number().int().optional(),
  detail: z.string(),
});
export type AuditFault = z.infer<typeof auditFault>;

/** What a look at the whole audit found. Rows of the last moment are not sealed yet. */
export const auditCheck = z.object({
  checkedAt: instant,
  rows: z.number().int(),
  sealed: z.number().int(),
  unsealed: z.number().int(),
  /** The last seal: kept elsewhere, its hash proves later that nothing before it was touched. */
  head: z.object({ seq: z.number().int(), hash: z.string(), sealedAt: instant }).nullable(),
  /** How many faults there are; the first 100 of them are in `problems`. */
  faults: z.number().int(),
  problems: z.array(auditFault),
});
export type AuditCheck = z.infer<typeof auditCheck>;
