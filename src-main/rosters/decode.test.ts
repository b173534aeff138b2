import { describe, expect, it } from 'vitest'
import type { FileEncoding } from '../../src-shared/contract/index.ts'
import { decodeFile } from './decode.ts'

const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
const swapped = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16())

/** Encodes a text in an encoding that can only be decoded here: its decoding table, inverted. */
function encoded(text: string, label: string): Uint8Array {
  const table = new Map<string, number[]>()
  const decoder = new TextDecoder(label)
  for (let byte = 0; byte < 0x100; byte += 1) {
    table.set(decoder.decode(Uint8Array.of(byte)), [byte])
    if (byte < 0x81 || label === 'windows-1252') continue
    for (let trail = 0x40; trail < 0xff; trail += 1) {
      const sign = decoder.decode(Uint8Array.of(byte, trail))
      if ([...sign].length === 1 && !table.has(sign)) table.set(sign, [byte, trail])
    }
  }
  return Uint8Array.from([...text].flatMap((sign) => table.get(sign) ?? []))
}

describe('the text of a file', () => {
  it.each<[FileEncoding, string, Uint8Array]>([
    ['utf-8', '10412,陈伟', new Uint8Array(Buffer.from('10412,陈伟'))],
    ['utf-8', '10412,陈伟', new Uint8Array(Buffer.from('\uFEFF10412,陈伟'))],
    ['utf-8', '10412,J\u00f6rg', new Uint8Array(Buffer.from('10412,J\u00f6rg'))],
    ['utf-16le', '10412,陈伟', utf16('\uFEFF10412,陈伟')],
    ['utf-16be', '10412,陈伟', swapped('\uFEFF10412,陈伟')],
    ['utf-16le', 'id,name\r\n10401,陈伟\r\n', utf16('id,name\r\n10401,陈伟\r\n')],
    ['utf-16be', 'id,name\r\n10401,陈伟\r\n', swapped('id,name\r\n10401,陈伟\r\n')],
    ['utf-16le', '一班,10401', utf16('一班,10401')],
  ])('is read from %s: %j', (encoding, text, bytes) => {
    expect(decodeFile(bytes)).toEqual({ text, encoding })
  })

  it.each<[FileEncoding, string]>([
    ['gbk', '10412,陈伟'],
    ['gbk', '工号,姓名\r\n10401,李娜\r\n10402,王芳\r\n'],
    ['gbk', '10401,赵赟'],
    ['big5', '10412,陳偉'],
    ['big5', '工號,姓名\r\n10401,林志玲\r\n10402,黃小琥\r\n'],
    ['windows-1252', 'Agent-ID;Name\r\n10401;Jörg Müller\r\n10402;André\r\n'],
    ['windows-1252', '10401;Jörg Müller'],
    ['windows-1252', '10401;JÖRG MÜLLER;ÄRGER'],
    ['windows-1252', '10401,Zoë\r\n10402,François Lefèvre\r\n10403,Søren Ånd'],
    ['windows-1252', '10401,Núñez'],
  ])('is read from %s without a mark: %j', (encoding, text) => {
    expect(decodeFile(encoded(text, encoding))).toEqual({ text, encoding })
  })

  it('is decoded as chosen, whatever the bytes suggest', () => {
    const bytes = encoded('10401,陈伟', 'gbk')
    expect(decodeFile(bytes, 'windows-1252')).toEqual({
      text: '10401,³ÂÎ°',
      encoding: 'windows-1252',
    })
  })

  it.each([
    ['a workbook', 'PK\u0003\u0004\0\0 10412 10407'],
    ['a picture', '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\u0001\0\0\0\u0001\0'],
  ])('is none in %s', (_kind, content) => {
    expect(decodeFile(new Uint8Array(Buffer.from(content, 'latin1')))).toBeNull()
  })
})
