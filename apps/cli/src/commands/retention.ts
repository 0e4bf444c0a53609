import { BerthError, formatBytes } from '@berth/core'
import type { RetentionPreview, RetentionVerdictView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { describeKeeps } from '../images/describe-keeps.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export async function previewRetention(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const preview = await session.api.imageRules.previewRetention.query({ tenant: await session.tenant() })
  if (options.json) return printJson(preview)
  show(preview)
}

type Flags = SessionOptions & {
  readonly repositories: string
  readonly tags: string
  readonly keepLast?: number
  readonly keepPushed?: number
  readonly keepPulled?: number
  readonly untagged?: number
  readonly dryRun?: boolean
}

export async function addRetention(options: Flags): Promise<void> {
  const {
    repositories,
    tags,
    keepLast = null,
    keepPushed = null,
    keepPulled = null,
    untagged = null,
  } = options
  const keeps = { keepLast, keepPushedDays: keepPushed, keepPulledDays: keepPulled, untaggedDays: untagged }
  if (Object.values(keeps).every((value) => value === null))
    throw new UsageError('say what stays: --keep-last, --keep-pushed, --keep-pulled, or --untagged')
  const session = await openSession(options)
  const tenant = await session.tenant()
  const rule = { repositories, tags, ...keeps }
  if (options.dryRun) {
    const preview = await session.api.imageRules.previewRetention.query({ tenant, rule })
    return options.json ? printJson(preview) : show(preview)
  }
  const made = await session.api.imageRules.addRetentionRule.mutate({ tenant, ...rule })
  if (options.json) return printJson(made)
  say(`rule ${made.id}: ${repositories}:${tags} ${describeKeeps(made)}; it runs for the first time in a day`)
}

export async function removeRetention(id: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  await session.api.imageRules.removeRetentionRule.mutate({ tenant: await session.tenant(), id })
  if (options.json) return printJson({ id, state: 'removed' })
  say(`rule ${id} is removed`)
}

export async function runRetention(options: SessionOptions & { readonly yes?: boolean }): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  if (!options.yes) {
    const preview = await session.api.imageRules.previewRetention.query({ tenant })
    say(summary(preview))
    const typed = await askLine('Type yes to go on: ', { orElse: 'confirm with --yes' })
    if (typed !== 'yes') throw new BerthError('input.invalid', 'nothing was deleted')
  }
  const done = await session.api.imageRules.runRetention.mutate({ tenant })
  if (options.json) return printJson(done)
  say(
    `${done.tags} tags and ${done.images} images are deleted, ${formatBytes(done.bytes)}; ${done.failed} changed meanwhile and stay`,
  )
}

function show(preview: RetentionPreview): void {
  say(summary(preview))
  printResult(
    formatTable([
      ['TAG', 'PUSHED', '', 'WHY'],
      ...preview.tags.map(({ repository, tag, pushedAt, verdict }) => [
        `${repository}:${tag}`,
        sayWhen(pushedAt),
        verdict.kind === 'goes' ? 'goes' : 'stays',
        reason(verdict),
      ]),
    ]),
  )
}

function summary({ going, total, images, bytes }: RetentionPreview): string {
  return `${going} of ${total} tags and ${images} images go, ${formatBytes(bytes)}`
}

function reason(verdict: RetentionVerdictView): string {
  switch (verdict.kind) {
    case 'goes':
      return 'a rule names it, and none keeps it'
    case 'protected':
      return `protected by ${verdict.by}, whatever other rules say`
    case 'used':
      return verdict.by === '*'
        ? 'another tenant runs it'
        : `${verdict.by} runs it or could be rolled back to it`
    case 'last':
      return `one of the last ${verdict.count}`
    case 'pushed':
      return `pushed in the last ${verdict.days} days`
    case 'pulled':
      return `pulled or pushed in the last ${verdict.days} days`
    case 'companion':
      return 'belongs to an image, and goes with it'
    case 'unnamed':
      return 'no rule names it'
  }
}
