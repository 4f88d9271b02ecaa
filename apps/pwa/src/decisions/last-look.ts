const key = "beckon-last-look";

/**
 * When a person last looked at Now on this device. Read once per visit; written when the
 * page goes out of sight, so that "since" stays the same while it is being read.
 */
export function watchLastLook({
  storage = localStorage,
  now = () => new Date(),
  page = document as EventTarget & { hidden: boolean },
} = {}): string | undefined {
  let last: string | undefined;
  try {
    last = storage.getItem(key) ?? undefined;
    page.addEventListener("visibilitychange", () => {
      if (page.hidden) storage.setItem(key, now().toISOString());
    });
  } catch {
    // Storage may be refused (private mode): then there is no "since", and none is shown.
  }
  return last !== undefined && !Number.isNaN(Date.parse(last)) ? last : undefined;
}
