/**
 * The proxies for an https URL in the order of use: `http://host:port` or `https://host:port`, null for a direct
 * connection. Never empty.
 */
export type Ways = readonly [string | null, ...(string | null)[]]

/** Returns the proxies for a URL; called once for each connection. */
export type ProxyFor = (url: string) => Promise<Ways>

/**
 * Parses the result of a system or of its PAC script, such as `PROXY a:8080; HTTPS b:443; DIRECT`. SOCKS is not
 * supported and is omitted; if nothing else is offered, the direct connection reports the error.
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
