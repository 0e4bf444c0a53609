import { BerthError, formatBytes } from '@berth/core'
import type { PruneView } from '@berth/protocol'
import { printJson, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'

type Options = SessionOptions & { readonly yes?: boolean; readonly dryRun?: boolean }

export async function pruneImages(options: Options): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const plan = await session.api.imageRules.planPrune.query({ tenant })
  if (options.dryRun) return options.json ? printJson(plan) : say(`${describe(plan)} would go`)
  if (!options.yes) {
    say(`${describe(plan)} will go; what was pushed within the last hour stays`)
    const typed = await askLine('Type yes to go on: ', { orElse: 'confirm with --yes' })
    if (typed !== 'yes') throw new BerthError('input.invalid', 'nothing was deleted')
  }
  const done = await session.api.imageRules.prune.mutate({ tenant })
  if (options.json) return printJson(done)
  say(`${describe(done)} are deleted`)
}

function describe({ images, layers, bytes }: PruneView): string {
  return `${images} images without a tag and ${layers} layers, ${formatBytes(bytes)},`
}
