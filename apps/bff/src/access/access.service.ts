import { verifyAudit } from "./audit-verify.ts";
import { exportAudit, readAudit } from "./audit.service.ts";
import type { AccessDeps } from "./access.types.ts";
import { demoTokens } from "./demo-tokens.ts";
import * as devices from "./devices.ts";
import { identify } from "./identify.ts";
import { createKnownTokens } from "./known-tokens.ts";
import { findTokenByHash, validTokens } from "./tokens.repository.ts";
import { invite } from "./invite.ts";
import { pair } from "./pair.ts";
import * as passkeys from "./passkeys.ts";
import * as people from "./people.ts";
import { ensureSecret } from "./secrets.repository.ts";
import { createTries } from "./tries.repository.ts";
import { stepUp, stepUpOf, stepUpOptions } from "./step-up.ts";
import * as tokens from "./tokens.ts";

/** Who may come in, with what, and what they may do; each verb is a file beside this one. */
export const createAccessService = (deps: AccessDeps) => {
  const limits = createTries(deps.database.db, { wrong: "pair_wrong", all: "pair" });
  return {
    identify: identify(deps, (hash) => findTokenByHash(deps.database.db, hash)),
    /** For those who only report, thousands of times a second: a token that another process revokes is known for some milliseconds more. */
    identifyReporter: identify(deps, createKnownTokens(deps.database)),
    invite: invite(deps, limits),
    pair: pair(deps, limits),
    session: devices.session(deps),
    devices: { list: devices.list(deps), own: devices.own(deps), update: devices.update(deps), revoke: devices.revoke(deps) },
    people: { list: people.list(deps), update: people.update(deps) },
    tokens: { list: tokens.list(deps), create: tokens.create(deps), revoke: tokens.revoke(deps) },
    demoTokens: demoTokens(deps),
    /** For what a token leaves behind: which of these are not revoked. */
    validTokens,
    passkeys: {
      list: passkeys.list(deps),
      registrationOptions: passkeys.registrationOptions(deps),
      register: passkeys.register(deps),
      remove: passkeys.remove(deps),
      stepUpOptions: stepUpOptions(deps),
      stepUp: stepUp(deps),
    },
    /** For decisions: whether an answer of high risk was confirmed with a passkey. */
    stepUp: stepUpOf(deps),
    /** Whether anything was ever paired and not revoked since. */
    hasDevices: async () => (await devices.recipients.active(deps.database.db)).length > 0,
    audit: { read: readAudit(deps.database), export: exportAudit(deps.database), verify: verifyAudit(deps) },
    /** For notifications: the devices that may be told, and keys that outlive a process. */
    recipients: devices.recipients,
    /** For secrets of another slice: counts who tries wrong ones. `name` keeps its tries apart. */
    tries: (name: string) => createTries(deps.database.db, { wrong: `${name}_wrong`, all: name }),
    ensureSecret: (id: string, make: () => string | Promise<string>) => ensureSecret(deps.database.db, id, make),
  };
};
export type AccessService = ReturnType<typeof createAccessService>;
