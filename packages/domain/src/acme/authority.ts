import { Agent } from 'node:https'
import { BerthError } from '@berth/core'
import acme from 'acme-client'

/** A certificate authority that speaks ACME (RFC 8555), as the owner of one account. */
export type Authority = {
  /** Makes the account known, or its e-mail address, which agrees to the authority's terms; returns its address. */
  enrol(email: string): Promise<string>
  /** `show` is answered when whoever asks for `host` over HTTP gets the answer. Error: certificate.refused. */
  order(host: string, show: (challenge: Challenge) => Promise<void>): Promise<{ chain: string; key: string }>
}

export type Challenge = { readonly token: string; readonly answer: string }

const REQUEST_MS = 20_000
/** Asked so often whether it has looked, with longer pauses each time: about two minutes. */
const POLL = { backoffAttempts: 12, backoffMin: 500, backoffMax: 15_000 } as const

export function createAuthority(account: {
  readonly directory: string
  readonly key: string
  readonly url?: string | undefined
}): Authority {
  tameTransport()
  const { directory: directoryUrl, key: accountKey, url } = account
  const client = new acme.Client({ directoryUrl, accountKey, ...(url ? { accountUrl: url } : {}), ...POLL })
  return {
    enrol: async (email) => {
      await client.createAccount({ termsOfServiceAgreed: true, contact: [`mailto:${email}`] })
      return client.getAccountUrl()
    },
    order: async (host, show) => {
      const order = await client.createOrder({ identifiers: [{ type: 'dns', value: host }] })
      for (const authorization of await client.getAuthorizations(order)) {
        if (authorization.status !== 'valid') await prove(client, authorization, show)
      }
      const key = await acme.crypto.createPrivateEcdsaKey()
      const [, csr] = await acme.crypto.createCsr({ altNames: [host] }, key)
      const ready = await client.finalizeOrder(order, csr)
      return { chain: await client.getCertificate(ready), key: key.toString() }
    },
  }
}

export async function newAccountKey(): Promise<string> {
  return (await acme.crypto.createPrivateEcdsaKey()).toString()
}

async function prove(
  client: acme.Client,
  authorization: acme.Authorization,
  show: (challenge: Challenge) => Promise<void>,
): Promise<void> {
  const challenge = authorization.challenges.find(({ type }) => type === 'http-01')
  if (!challenge)
    throw new BerthError('certificate.refused', 'the authority does not offer a challenge over HTTP')
  await show({ token: challenge.token, answer: await client.getChallengeKeyAuthorization(challenge) })
  await client.completeChallenge(challenge)
  await client.waitForValidStatus(challenge)
}

/** The library's own transport waits as long as it is told to, in silence: what to do then is decided here. */
function tameTransport(): void {
  const { defaults, interceptors } = acme.axios
  Object.assign(defaults, {
    timeout: REQUEST_MS,
    acmeSettings: { retryMaxAttempts: 0, retryDefaultDelay: 1 },
  })
  defaults.httpsAgent ??= new Agent({ keepAlive: false })
  interceptors.response.use((response) => {
    if (response.status !== 429) return response
    throw new BerthError('certificate.refused', 'the certificate authority was asked too often', {
      details: { retryAfterMs: retryAfterMs(response.headers['retry-after']) },
    })
  })
}

/** Seconds, or a date (RFC 9110, section 10.2.3); an hour where it is neither. */
function retryAfterMs(header: unknown): number {
  const text = typeof header === 'string' ? header : ''
  if (/^\d{1,7}$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? 3_600_000 : Math.max(0, date - Date.now())
}
