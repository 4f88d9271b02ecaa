/** How an agent's process tells its fleet why it ended; one that vanishes tells nothing. */
export const exitCodes = { stopped: 0, broken: 1, ended: 10, removed: 11, vanished: 12 } as const;
