import { session } from 'electron'

/**
 * The system's proxy for an https URL, as `http://host:port` or `https://host:port`; null for a
 * direct way. SOCKS cannot be used and counts as none, so that the failure is told, not hidden.
 */
export async function systemProxy(url: string): Promise<string | null> {
  const rules = await session.defaultSession.resolveProxy(url)
  return firstProxy(rules)
}

/** The first usable entry of a PAC answer such as `PROXY a:8080; DIRECT`. */
export function firstProxy(rules: string): string | null {
  for (const rule of rules.split(';')) {
    const [kind = '', host = ''] = rule.trim().split(/\s+/)
    if (kind === 'DIRECT') return null
    if (kind === 'PROXY' && host !== '') return `http://${host}`
    if (kind === 'HTTPS' && host !== '') return `https://${host}`
  }
  return null
}
