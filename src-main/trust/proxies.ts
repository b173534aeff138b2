/**
 * The ways to an https URL in the order in which they are to be tried: proxies as `http://host:port` or
 * `https://host:port`, null for the direct way. Never empty.
 */
export type Ways = readonly [string | null, ...(string | null)[]]

/** Asked for the ways to a URL, once for each connection. */
export type ProxyFor = (url: string) => Promise<Ways>

/**
 * Reads the answer of a system or of its PAC script, such as `PROXY a:8080; HTTPS b:443; DIRECT`. SOCKS
 * cannot be used and is left out; where nothing else is offered, the direct way tells the failure.
 */
export function readWays(rules: string): Ways {
  const [first = null, ...others] = rules.split(';').flatMap((rule) => {
    const [kind = '', host = ''] = rule.trim().split(/\s+/)
    if (kind === 'DIRECT') return [null]
    if (host === '') return []
    if (kind === 'PROXY') return [`http://${host}`]
    return kind === 'HTTPS' ? [`https://${host}`] : []
  })
  return [first, ...others]
}
