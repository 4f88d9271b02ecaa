import { customType, timestamp } from "drizzle-orm/pg-core";

/** A transaction id that never wraps; text in JavaScript, for it has 64 bits. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });

/** An instant in UTC with milliseconds. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
