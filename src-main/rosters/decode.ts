import type { FileEncoding } from '../../src-shared/contract/index.ts'

/** The text of a file, and its encoding. */
export interface Decoded {
  text: string
  encoding: FileEncoding
}

/** GBK is decoded as its superset, as browsers do. */
const labels: Record<FileEncoding, string> = {
  'utf-8': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  gbk: 'gb18030',
  big5: 'big5',
  'windows-1252': 'windows-1252',
}

/** Decodes a file with this encoding, or with the one detected from its bytes. Null where it is not text. */
export function decodeFile(bytes: Uint8Array, encoding = encodingOf(bytes)): Decoded | null {
  const text = decoded(bytes, encoding)
  return text.includes('\0') ? null : { text, encoding }
}

const decoded = (bytes: Uint8Array, encoding: FileEncoding) =>
  new TextDecoder(labels[encoding]).decode(bytes)

function encodingOf(bytes: Uint8Array): FileEncoding {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return wideEncodingOf(bytes) ?? (isUtf8(bytes) ? 'utf-8' : legacyEncodingOf(bytes))
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** In a list of agents digits and separators are frequent: in UTF-16 each has a zero byte on the same side. */
function wideEncodingOf(bytes: Uint8Array): FileEncoding | null {
  let even = 0
  let odd = 0
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0) continue
    if (at % 2 === 0) even += 1
    else odd += 1
  }
  const [more, less] = odd > even ? [odd, even] : [even, odd]
  // A fifth of all characters. Few Chinese characters have a zero byte too, on the other side.
  if (10 * more < bytes.length || more < 4 * less) return null
  return odd > even ? 'utf-16le' : 'utf-16be'
}

/**
 * The most frequent first characters of Chinese names, and of titles in lists of agents; simplified and traditional.
 */
const knownChinese = new Set(
  '王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭' +
    '田董袁潘蔡蒋蔣余于杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸' +
    '工号號姓名称稱座坐席编編班组組分机機部门門技能电電话話',
)

/** The number of bytes examined. */
const judgedBytes = 65_536

/** The encoding in which most of the non-ASCII bytes form plausible text. */
function legacyEncodingOf(file: Uint8Array): FileEncoding {
  const first = file.findIndex(isHigh)
  // With the plain letter before it.
  const bytes = file.subarray(Math.max(0, first - 1), first + judgedBytes)
  const shares: [FileEncoding, number][] = [
    ['gbk', chineseShare(bytes, 'gbk')],
    ['windows-1252', westernShare(bytes)],
    ['big5', chineseShare(bytes, 'big5')],
  ]
  return shares.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

/** Punctuation and common characters: 3755 of GBK, 5401 of Big5. */
const isCommon = {
  gbk: (lead: number, trail: number) =>
    trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || lead === 0xa1 || lead === 0xa3),
  big5: (lead: number, trail: number) =>
    lead >= 0xa1 && lead <= 0xc6 && ((trail >= 0x40 && trail <= 0x7e) || trail >= 0xa1),
}

/** The share of common characters among those of two bytes; frequent ones count twice. */
function chineseShare(bytes: Uint8Array, encoding: 'gbk' | 'big5'): number {
  let pairs = 0
  let common = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) continue
    at += 1
    pairs += 1
    if (isCommon[encoding](lead, bytes[at] ?? 0)) common += 1
  }
  const known = [...decoded(bytes, encoding)].filter((sign) => knownChinese.has(sign)).length
  return (common + known) / pairs
}

/** The share of non-ASCII bytes that are a letter among plain ones: a single one next to one, or two between them. */
function westernShare(bytes: Uint8Array): number {
  let high = 0
  let letters = 0
  for (let at = 0; at < bytes.length; at += 1) {
    if (!isHigh(bytes[at])) continue
    const begin = at
    while (isHigh(bytes[at + 1])) at += 1
    const run = bytes.subarray(begin, at + 1)
    const plain = [bytes[begin - 1], bytes[at + 1]].filter(isPlainLetter).length
    high += run.length
    if (run.length <= plain && run.every((byte) => byte >= 0xc0)) letters += run.length
  }
  return letters / high
}

const isHigh = (byte = 0) => byte >= 0x80
const isPlainLetter = (byte = 0) => /[A-Za-z]/.test(String.fromCharCode(byte))
