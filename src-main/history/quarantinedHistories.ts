import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { companions } from '../base/quarantine.ts'

const pattern = /^history\.db\.(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d)(-\d+)?\.unreadable$/

/** Quarantined histories in this folder, without their companion files. */
export const listQuarantined = (folder: string) =>
  readdirSync(folder).filter((file) => pattern.test(file))

/** When the file was quarantined, epoch ms: everything in it is older. */
export function quarantinedAt(file: string): number {
  const [, day = '', hour = '', minute = '', second = ''] = pattern.exec(file) ?? []
  return Date.parse(`${day}${hour}:${minute}:${second}Z`)
}

export function removeQuarantined(folder: string, file: string): void {
  for (const companion of [...companions, '']) {
    rmSync(join(folder, file + companion), { recursive: true, force: true })
  }
}
