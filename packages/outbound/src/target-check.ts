import { BerthError } from '@berth/core'
import { createAddressGuard } from './address-guard.ts'
import { literalAddress, parseTarget } from './target.ts'

/**
 * Looks at an address when it is typed, without asking anybody: a number that will never be called is refused with the
 * setting that would allow it. What a name stands for is looked at when it is called, and not told: that would tell who
 * types names which of ours there are. Errors: outbound.url_invalid, outbound.not_allowed, config.invalid.
 */
export function createTargetCheck(allow: readonly string[]): (text: string) => URL {
  const permits = createAddressGuard({ allow, own: () => [] })
  return (text) => {
    const url = parseTarget(text)
    const address = isLocalhost(url.hostname) ? '127.0.0.1' : literalAddress(url)
    if (address === undefined || permits(address)) return url
    throw new BerthError(
      'outbound.not_allowed',
      `the platform does not call ${url.hostname}, which is no public address: an administrator allows it with BERTH_OUTBOUND_ALLOW`,
      { details: { host: url.hostname } },
    )
  }
}

/** RFC 6761 6.3: it and all below it are this machine. */
function isLocalhost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost')
}
