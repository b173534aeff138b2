import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { companions } from '../base/quarantine.ts'

const pattern = /^history\.db\.(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d)(-\d+)?\.unreadable$/

/** Histories of this folder that were put aside, without what lies beside them. */
export const listPutAside = (folder: string) =>
  readdirSync(folder).filter((file) => pattern.test(file))

/** When the file was put aside, epoch ms: everything in it is older. */
export function putAsideAt(file: string): number {
  const [, day = '', hour = '', minute = '', second = ''] = pattern.exec(file) ?? []
  return Date.parse(`${day}${hour}:${minute}:${second}Z`)
}

export function removePutAside(folder: string, file: string): void {
  for (const companion of [...companions, '']) {
    rmSync(join(folder, file + companion), { recursive: true, force: true })
  }
}
