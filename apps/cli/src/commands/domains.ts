import { readFile } from 'node:fs/promises'
import type { DomainCheckView, DomainView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

type DomainOptions = SessionOptions & {
  readonly redirectTo?: string
  readonly tls?: boolean
  readonly forceHttps?: boolean
  readonly hsts?: boolean
  readonly cert?: string
  readonly key?: string
}

const VERBS = ['add', 'remove', 'set', 'check', 'certificate', 'list'] as const

/** `domains APP`, `domains APP add HOST` … */
export async function domains(app: string, words: readonly string[], options: DomainOptions): Promise<void> {
  const [word = 'list', host = '', ...rest] = words
  const verb = VERBS.find((one) => one === word)
  if (!verb || rest.length > 0 || (host === '') !== (verb === 'list'))
    throw new UsageError(
      `berth domains ${app} [add HOST | remove HOST | set HOST | check HOST | certificate HOST]`,
    )
  const session = await openSession(options)
  const at = { tenant: await session.tenant(), app, host }
  const { json } = options
  switch (verb) {
    case 'list':
      return list(app, await session.api.domains.list.query({ tenant: at.tenant, app }), options)
    case 'add': {
      const added = await session.api.domains.add.mutate({ ...at, ...wishes(options) })
      if (json) return printJson(added)
      const { target } = await session.api.domains.list.query({ tenant: at.tenant, app })
      return say(`${added.host} leads to ${app} as soon as DNS points it at ${target} (${describe(added)})`)
    }
    case 'set':
      return shown(await session.api.domains.change.mutate({ ...at, ...wishes(options) }), options)
    case 'remove':
      await session.api.domains.remove.mutate(at)
      return json ? printJson({ host, state: 'removed' }) : say(`${host} leads to ${app} no more`)
    case 'check':
      return checked(await session.api.domains.check.mutate(at), options)
    case 'certificate':
      return shown(
        await session.api.domains.setCertificate.mutate({ ...at, ...(await files(options)) }),
        options,
      )
  }
}

function list(
  app: string,
  { domains, target }: { domains: DomainView[]; target: string },
  { json }: SessionOptions,
): void {
  if (json) return printJson(domains)
  if (domains.length === 0) return say(`there is no domain: add one, and point it at ${target}`)
  printResult(
    formatTable([
      ['HOST', 'STATE', 'OWNER', 'LEADS TO', 'CERTIFICATE UNTIL', 'LAST FAILURE'],
      ...domains.map(({ host, state, ownership, redirectTo, certificate, failure }) => [
        ...[host, state, ownership.proven ? 'proven' : 'not proven', redirectTo ?? 'the app'],
        ...[certificate?.notAfter.toISOString().slice(0, 10) ?? '-', failure ?? '-'],
      ]),
    ]),
  )
  for (const { host, state, ownership } of domains) {
    if (ownership.proven || state === 'pending') continue
    const { record, openAt } = ownership
    say(
      `${host} is not proven to be yours: from ${openAt.toISOString().slice(0, 10)} on others may claim it. ` +
        `Set the TXT record ${record.name} to "${record.value}", then: berth domains ${app} check ${host}`,
    )
  }
}

function shown(domain: DomainView, { json }: SessionOptions): void {
  if (json) return printJson(domain)
  say(`${domain.host}: ${describe(domain)}`)
}

function describe({ state, redirectTo, certificate, failure }: DomainView): string {
  const until = certificate ? ` until ${certificate.notAfter.toISOString().slice(0, 10)}` : ''
  const to = redirectTo === null ? '' : `, its visitors are sent to ${redirectTo}`
  return `${state}${until}${to}${failure === null ? '' : `: ${failure}`}`
}

function checked(check: DomainCheckView, { json }: SessionOptions): void {
  if (json) return printJson(check)
  const { host, addresses, expected, leadsHere, record } = check
  say(`${host} has ${addresses.length === 0 ? 'no address' : addresses.join(', ')} in DNS`)
  if (leadsHere !== null)
    say(leadsHere ? 'that is this platform' : `this platform has ${expected.join(', ')}: point it there`)
  say(
    `whose it is, is shown by the TXT record ${record.name} "${record.value}": ${record.found ? 'it is there' : 'it is not there'}`,
  )
}

function wishes({ redirectTo, tls, forceHttps, hsts }: DomainOptions) {
  return {
    ...(redirectTo === undefined ? {} : { redirectTo: redirectTo === 'none' ? null : redirectTo }),
    ...{ tls, forceHttps, hsts },
  }
}

async function files({ cert, key }: DomainOptions): Promise<{ chain: string; key: string }> {
  if (cert === undefined || key === undefined) throw new UsageError('say both --cert FILE and --key FILE')
  const [chain, secret] = await Promise.all([readFile(cert, 'utf8'), readFile(key, 'utf8')])
  return { chain, key: secret }
}
