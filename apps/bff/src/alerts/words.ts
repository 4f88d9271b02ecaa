import { alertKindOf } from "@beckon/contracts/alert-kinds";
import { bodyWords, titleWords, valueWords } from "@beckon/contracts/alert-words";
import type { AlertSubject } from "@beckon/contracts/alerts";
import type { NoticeWords } from "../notifications/notifications.types.ts";
import type { AlertRow } from "./alerts.repository.ts";

type Told = {
  row: Pick<AlertRow, "id" | "kind" | "count" | "value" | "threshold">;
  subjects: readonly Pick<AlertSubject, "kind" | "name">[];
};

const aboutOf = ({ row, subjects }: Told) => ({ kind: row.kind, count: row.count, members: subjects });

export const titleOf = (told: Told): string => titleWords(aboutOf(told));
export const bodyOf = (told: Told): string => bodyWords({ ...aboutOf(told), value: told.row.value, threshold: told.row.threshold });

/** Names, figures and whose they are stay out of what a device shows that tells nothing to who looks at it. */
const noticeOf = (told: Told, words: Pick<NoticeWords, "title" | "body" | "private">): NoticeWords => ({
  ...words,
  path: `/alerts/${told.row.id}`,
  tag: `alert-${told.row.id}`,
});

export const firingNotice = (told: Told): NoticeWords =>
  noticeOf(told, { title: titleOf(told), body: bodyOf(told), private: alertKindOf(told.row.kind).title });

export const overNotice = (told: Told, lastedSeconds: number): NoticeWords =>
  noticeOf(told, {
    title: `Over: ${titleOf(told)}`,
    body: `It lasted ${valueWords("seconds", lastedSeconds)}.`,
    private: "An alert is over",
  });

/** For who need not see to it any more. */
export const takenNotice = (told: Told, how: string): NoticeWords =>
  noticeOf(told, { title: titleOf(told), body: how, private: "Somebody sees to an alert" });

export const hushedNotice = (told: Told, why: string): NoticeWords =>
  noticeOf(told, { title: titleOf(told), body: why, private: "An alert is quiet" });
