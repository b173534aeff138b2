/** A text as main will take it: plain letters and digits, and nothing that nobody sees. */
export const asMeant = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
