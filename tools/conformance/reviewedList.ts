import type { UsedMember } from './electronUse.ts'

/** A line of the reviewed list. */
export interface ReviewedMember {
  name: string
  platform: string | null
  isDeprecated: boolean
  /** Why the use is correct, if the member is deprecated or some systems lack it. */
  remark: string | null
}

type Member = Pick<UsedMember, 'name' | 'platform' | 'isDeprecated'>

const shape =
  /^(?<name>.+?)(?: @platform (?<platform>[\w,]+))?(?<old> @deprecated)?(?: # (?<remark>.+))?$/

/** Reads the list; lines that begin with `#` are comments. */
export function readReviewed(text: string): ReviewedMember[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const { name = '', platform, old, remark } = shape.exec(line)?.groups ?? {}
      return {
        name,
        platform: platform ?? null,
        isDeprecated: old !== undefined,
        remark: remark ?? null,
      }
    })
}

const marks = ({ name, platform, isDeprecated }: Member) =>
  name + (platform === null ? '' : ` @platform ${platform}`) + (isDeprecated ? ' @deprecated' : '')

/** The differences between the use and the list, one sentence each. */
export function compareWithReviewed(
  used: readonly UsedMember[],
  reviewed: readonly ReviewedMember[],
): string[] {
  const listed = new Map(reviewed.map((member) => [member.name, member]))
  const names = new Set(used.map(({ name }) => name))
  const findings = used.flatMap((member) => {
    const entry = listed.get(member.name)
    if (entry === undefined) return [`${marks(member)} is used in ${member.place} but not listed`]
    if (marks(entry) !== marks(member)) {
      return [`${marks(entry)} is listed, Electron declares ${marks(member)}`]
    }
    const needsRemark = member.platform !== null || member.isDeprecated
    return needsRemark && entry.remark === null
      ? [`${marks(member)} needs a remark: why is its use right?`]
      : []
  })
  const unused = reviewed.filter(({ name }) => !names.has(name))
  return [...findings, ...unused.map((member) => `${marks(member)} is listed but not used`)]
}

/** The list of the members now in use, with the existing remarks. */
export function writeReviewed(
  header: string,
  used: readonly UsedMember[],
  reviewed: readonly ReviewedMember[],
): string {
  const remarks = new Map(reviewed.map(({ name, remark }) => [name, remark]))
  const lines = used.map((member) => {
    const remark = remarks.get(member.name) ?? null
    return marks(member) + (remark === null ? '' : ` # ${remark}`)
  })
  return `${header}\n${lines.join('\n')}\n`
}

/** The comment at the start of the list. */
export const headerOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .join('\n')
