type Clocks = { Temporal?: { Now: { timeZoneId(): string } } };

/** The IANA name of this device's time zone. Where the browser tells it without a format of `Intl`, which is slow to begin, so. */
export const timeZone = (): string => (globalThis as Clocks).Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
