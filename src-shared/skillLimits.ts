/** The key for a skill's own limits: `VIP` and `vip` are one skill. */
export const skillKey = (skill: string): string => skill.toLowerCase()

/**
 * A skill's own limits where it has some.
 * @param own by `skillKey`
 */
export function limitsFor<L>(skill: string, usual: L, own: Readonly<Record<string, L>>): L {
  const key = skillKey(skill)
  // An own property: a skill may be named `constructor`.
  return (Object.hasOwn(own, key) ? own[key] : undefined) ?? usual
}
