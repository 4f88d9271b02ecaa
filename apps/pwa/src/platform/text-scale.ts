/** How large the person wants text, as a multiple of what is usual: for what is laid out in pixels around text. */
export const textScale = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
