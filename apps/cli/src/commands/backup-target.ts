import { text } from 'node:stream/consumers'
import { formatTable } from '../terminal/table.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'
import { sayWhen } from '../terminal/when.ts'

export async function showTarget(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const { target } = await session.api.backups.list.query({ tenant: await session.tenant() })
  if (options.json) return printJson(target)
  if (!target) return say('there is no bucket yet: berth backups target set')
  printResult(
    formatTable([
      ['ENDPOINT', target.endpoint],
      ['REGION', target.region],
      ['BUCKET', target.bucket],
      ['PREFIX', target.prefix || '-'],
      ['KEY ID', target.accessKeyId],
      ['BUCKET IN', target.pathStyle ? 'the path' : 'the host name'],
      ['CHOSEN', `${sayWhen(target.changedAt)} by ${target.changedBy}`],
    ]),
  )
}

type Target = {
  readonly endpoint: string
  readonly bucket: string
  readonly keyId: string
  readonly region: string
  readonly prefix: string
  readonly virtualHost?: boolean
  readonly secretStdin?: boolean
  readonly keepSecret?: boolean
}

export async function setTarget(options: SessionOptions & Target): Promise<void> {
  const { endpoint, bucket, keyId: accessKeyId, region, prefix, virtualHost = false } = options
  const secret = options.keepSecret ? {} : { secret: await readSecret(options) }
  const session = await openSession(options)
  const address = { endpoint, bucket, accessKeyId, region, prefix, pathStyle: !virtualHost }
  const view = await session.api.backups.setTarget.mutate({
    ...{ tenant: await session.tenant(), bucket: address },
    ...secret,
  })
  if (options.json) return printJson(view.target)
  const count = view.backups.length
  say(`the bucket ${bucket} works, and is kept; ${count} ${count === 1 ? 'backup is' : 'backups are'} in it`)
}

export async function removeTarget(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  await session.api.backups.removeTarget.mutate({ tenant: await session.tenant() })
  if (options.json) return printJson({ state: 'removed' })
  say('the bucket is given up; what is in it stays there')
}

async function readSecret({ secretStdin }: Target): Promise<string> {
  if (secretStdin) return (await text(process.stdin)).trim()
  return askLine('Secret key: ', { hidden: true, orElse: 'pipe the secret key in and say --secret-stdin' })
}
