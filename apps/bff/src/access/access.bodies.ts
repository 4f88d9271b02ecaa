import { role } from "@beckon/contracts/access";
import { text } from "@beckon/contracts/common";
import { decisionRequestId } from "@beckon/contracts/decisions";
import { recoveryStepUp } from "@beckon/contracts/recovery";
import { ruleId } from "@beckon/contracts/rules";
import { z } from "zod";

/** `PATCH /api/people/:id`. */
export const personUpdate = z
  .strictObject({ role: role.optional(), name: text(80).optional() })
  .refine((value) => Object.keys(value).length > 0, "nothing to change");

const base64url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, "must be base64url");
/** What browsers add beside these members is dropped: nothing here reads it. */
const credential = {
  id: base64url(1_400),
  rawId: base64url(1_400),
  type: z.literal("public-key"),
  authenticatorAttachment: z
    .enum(["platform", "cross-platform"])
    .nullish()
    .transform((value) => value ?? undefined),
  clientExtensionResults: z.unknown().transform(() => ({})),
};
const transport = z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]);

/** `POST /api/passkeys`: the name, and what `PublicKeyCredential.toJSON()` gives. */
export const passkeyInput = z.strictObject({
  name: text(80),
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(8_000),
      attestationObject: base64url(100_000),
      transports: z.array(z.string().max(40)).max(10).optional().transform(known),
    }),
  }),
});

/** Browsers may know ways that we do not: those are hints only, and left out. */
function known(values: string[] | undefined) {
  return values?.filter((value): value is z.infer<typeof transport> => transport.safeParse(value).success);
}

/** What is to be confirmed: a request of high risk, a rule that is switched on, a change of one's passkeys, or an act on the whole team. */
const subject = z.union([decisionRequestId, ruleId, z.literal("passkeys"), z.literal(recoveryStepUp)]);
export const stepUpOptionsInput = z.strictObject({ requestId: subject });
export const stepUpInput = z.strictObject({
  requestId: subject,
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(8_000),
      authenticatorData: base64url(20_000),
      signature: base64url(8_000),
      userHandle: z
        .string()
        .max(200)
        .nullish()
        .transform((value) => value ?? undefined),
    }),
  }),
});
