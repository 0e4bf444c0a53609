import { UsageError } from '../arguments/usage-error.ts'
import { describeKeeps } from '../images/describe-keeps.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

export async function listRules(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const [protection, retention] = await Promise.all([
    session.api.imageRules.tagRules.query({ tenant }),
    session.api.imageRules.retentionRules.query({ tenant }),
  ])
  if (options.json) return printJson({ protection, retention })
  printResult(
    formatTable([
      ['ID', 'REPOSITORIES', 'TAGS', 'RULE', 'BY'],
      ...protection.map(({ id, repositories, tags, noOverwrite, noDelete, createdBy }) => {
        const words = [...(noOverwrite ? ['never moves'] : []), ...(noDelete ? ['is never deleted'] : [])]
        return [id, repositories, tags, words.join(', '), createdBy]
      }),
      ...retention.map((rule) => [
        rule.id,
        rule.repositories,
        rule.tags,
        describeKeeps(rule),
        rule.createdBy,
      ]),
    ]),
  )
}

/** `--no-…` of commander: false when it was said. */
type Promises = { readonly repositories: string; readonly overwrite: boolean; readonly delete: boolean }

export async function protect(tags: string, options: SessionOptions & Promises): Promise<void> {
  const { repositories } = options
  const promises = { noOverwrite: !options.overwrite, noDelete: !options.delete }
  if (!promises.noOverwrite && !promises.noDelete)
    throw new UsageError('say what may not happen to them: --no-overwrite, --no-delete, or both')
  const session = await openSession(options)
  const tenant = await session.tenant()
  const rule = await session.api.imageRules.addTagRule.mutate({ tenant, repositories, tags, ...promises })
  if (options.json) return printJson(rule)
  say(`rule ${rule.id} protects ${repositories}:${tags}`)
}

export async function unprotect(id: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  await session.api.imageRules.removeTagRule.mutate({ tenant: await session.tenant(), id })
  if (options.json) return printJson({ id, state: 'removed' })
  say(`rule ${id} is removed`)
}
