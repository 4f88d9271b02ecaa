const inline = /[*_`~[\]<>|\\]|https?:|www\.|@/u;
const atLineStart = /^(?:[ \t]*(?:[-+=#]|\d{1,9}[.)])| {4}| {0,3}\t)/mu;

/** Whether Markdown would show this text in any way other than as it stands. Errs towards yes. */
export const hasMarkdown = (text: string): boolean => inline.test(text) || atLineStart.test(text);
