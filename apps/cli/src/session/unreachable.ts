/** No platform answered; the message is a whole sentence. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

type Way = { readonly host: string; readonly hostname: string; readonly why: string }

/** What went wrong on the way to a platform, by the codes of Node, undici and OpenSSL. */
const CAUSES: readonly { readonly codes: readonly string[]; readonly say: (way: Way) => string }[] = [
  {
    codes: ['ECONNREFUSED'],
    say: ({ host }) => `cannot connect to ${host}: is the platform running, and the address right?`,
  },
  {
    codes: ['ENOTFOUND', 'EAI_AGAIN'],
    say: ({ host, hostname }) => `cannot connect to ${host}: no machine is known as ${hostname}`,
  },
  {
    codes: ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'],
    say: ({ host }) => `cannot connect to ${host}: it does not answer`,
  },
  {
    codes: ['EHOSTUNREACH', 'ENETUNREACH'],
    say: ({ host }) => `cannot connect to ${host}: no network leads there`,
  },
  {
    codes: ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'ERR_SSL_TLSV1_ALERT_UNRECOGNIZED_NAME'],
    say: ({ host, hostname }) =>
      `${host} has no certificate for ${hostname} yet: ./berth doctor on its machine says why`,
  },
  {
    codes: ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'EPROTO'],
    say: ({ host }) => `${host} does not speak TLS: does its address begin with http:// instead?`,
  },
  {
    codes: [
      ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_HAS_EXPIRED'],
      ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
      ...['ERR_TLS_CERT_ALTNAME_INVALID'],
    ],
    say: ({ host, why }) =>
      `the certificate of ${host} is not trusted (${why}): with a CA of your own, set NODE_EXTRA_CA_CERTS to its file`,
  },
]

/** Why nothing at the address answered as a platform does, in one sentence. */
export function describeUnreachable(url: string, error: unknown): string {
  const { host, hostname } = new URL(url)
  const links = chain(error)
  const why = links.at(-1)?.message ?? String(error)
  const known = CAUSES.find(({ codes }) =>
    links.some((link) => 'code' in link && codes.includes(String(link.code))),
  )
  return known?.say({ host, hostname, why }) ?? notOurs(host, why)
}

/** It answers, but not as the API does; the door says 502 to 504 while the platform's own processes start. */
export function describeStranger(url: string, status: number): string {
  const { host } = new URL(url)
  if (status >= 502 && status <= 504) {
    return `what is behind ${host} does not answer (HTTP status ${status}): try again in a moment, or see ./berth status there`
  }
  return notOurs(host, `HTTP status ${status}`)
}

function notOurs(host: string, why: string): string {
  return `what is at ${host} does not answer as Berth does (${why}): check address and port`
}

const MAX_DEPTH = 10

/** An error and its causes; of several addresses that were tried, the first one's. */
function chain(error: unknown): Error[] {
  const links: Error[] = []
  for (let link = error; link instanceof Error && links.length < MAX_DEPTH; link = causeOf(link))
    links.push(link)
  return links
}

function causeOf(error: Error): unknown {
  return error instanceof AggregateError ? error.errors[0] : error.cause
}
