import { readFile } from 'node:fs/promises'
import { parseReference } from '@berth/oci'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

type Options = SessionOptions & { readonly text?: string; readonly readme?: string }

/** Writes what is said of a repository: one line, and a README out of a file. */
export async function describeImage(name: string, options: Options): Promise<void> {
  const { text, readme } = options
  if (text === undefined && readme === undefined)
    throw new UsageError(
      `nothing to write: berth images describe ${name} --text "one line" --readme README.md`,
    )
  const session = await openSession(options)
  const tenant = await session.tenant()
  const { repository } = parseReference(name, { tenant, host: new URL(session.url).host })
  await session.api.images.describe.mutate({
    tenant,
    repository,
    ...(text === undefined ? {} : { description: text }),
    ...(readme === undefined ? {} : { readme: await readFile(readme, 'utf8') }),
  })
  if (options.json) return printJson(await session.api.images.repository.query({ tenant, repository }))
  say(`${repository} is described`)
}
