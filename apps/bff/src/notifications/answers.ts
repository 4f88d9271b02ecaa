import type { DecisionOption, DecisionRequest } from "@beckon/contracts/decisions";
import type { PushData } from "@beckon/contracts/notifications";
import type { NotifiedDevice } from "./notifications.types.ts";

const toned = (options: DecisionOption[], tone: DecisionOption["tone"]) => options.find((option) => option.tone === tone);

/** The options that fit on two buttons without hiding one that means something else. */
const fitting = ({ kind, options }: DecisionRequest): DecisionOption[] => {
  if (options.length <= 2) return options;
  if (kind === "choice" || kind === "question") return [];
  const [approve, deny] = [toned(options, "approve"), toned(options, "deny")];
  return approve && deny ? [approve, deny] : [];
};

/**
 * Which options may be answered from the notification, without opening the card. Low risk: all
 * that fit on two buttons. Medium: only what denies. High and critical, or a viewer: none.
 * `seenWhole` says that the notification shows all that will run; if not, only denying is fair.
 */
export const answersFor = (options: {
  request: DecisionRequest;
  device: Pick<NotifiedDevice, "role" | "privateNotifications">;
  seenWhole: boolean;
}): DecisionOption[] => {
  const { request, device, seenWhole } = options;
  if (device.role === "viewer" || device.privateNotifications) return [];
  // Where several may be chosen, one tap would be the whole answer.
  if (request.multiple) return [];
  if (request.risk === "high" || request.risk === "critical") return [];
  const deny = toned(request.options, "deny");
  if (request.risk === "medium" || !seenWhole) return deny ? [deny] : [];
  return fitting(request);
};

/** The names that go onto the buttons. */
export const toAnswer = ({ id, label }: DecisionOption): PushData["answers"][number] => ({ id, label });
