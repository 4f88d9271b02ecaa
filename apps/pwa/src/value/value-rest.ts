/** What of the Value page is below the first screen: in one piece, read when that is painted. */
import "./figure-sheet.ts";
import "./first-days-card.ts";
import "./value-breakdown.ts";
import "./value-tornado.ts";
import "./value-trend-card.ts";
