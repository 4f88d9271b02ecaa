/** No more than `most` characters, and never half of one. */
export function short(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/u.test(text.charAt(most - 1)) ? most - 1 : most;
  return `${text.slice(0, end)}…`;
}
