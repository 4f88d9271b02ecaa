/** Rows that are drawn: from `first` on, up to but without `last`, which may be more than there are. */
export type RowWindow = { first: number; last: number };

/** Rows that come at one end in one frame: with elements that are there, twice what the fastest flick needs at half of the frames. */
const again = 2;
/** An element that is made costs three that are filled anew. */
const anew = 1;

/**
 * The rows to draw next. What is in sight is drawn at once; what lies beyond comes a few rows a frame, so that a frame
 * that came late does not make the next one late too. `beyond`: rows wanted there at each end. `done` false: there is
 * more to draw in the next frame.
 */
export function nextWindow(now: RowWindow, sight: RowWindow, beyond: number): RowWindow & { done: boolean } {
  const wanted = { first: Math.max(0, sight.first - beyond), last: sight.last + beyond };
  const most = wanted.last - wanted.first;
  const atOnce = now.last - now.first < most ? anew : again;
  // Nothing of what is drawn is in sight: all of it anew, once.
  if (now.last <= sight.first || now.first >= sight.last) return { ...wanted, done: true };
  const outer = {
    first: Math.max(wanted.first, Math.min(sight.first, now.first - atOnce)),
    last: Math.min(wanted.last, Math.max(sight.last, now.last + atOnce)),
  };
  // What left sight goes only when others come in its place: they take over its element.
  const first = now.first > wanted.first ? outer.first : Math.min(wanted.first, Math.max(now.first, outer.last - most));
  const last = now.last < wanted.last ? outer.last : Math.max(wanted.last, Math.min(now.last, outer.first + most));
  return { first, last, done: first === wanted.first && last === wanted.last };
}
