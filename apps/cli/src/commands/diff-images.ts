import { formatBytes } from '@berth/core'
import type { ImageReference } from '@berth/oci'
import type { ImageDiff } from '@berth/protocol'
import { firstFound, referenceOf } from '../images/find-repository.ts'
import { shortDigest } from '../images/show-tags.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

const SIGN = { added: '+', removed: '-', shared: '=' } as const

/** What the second image has and the first has not, and the other way round. */
export async function diffImages(
  first: string,
  second: string,
  options: SessionOptions & { readonly platform?: string },
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const { platform } = options
  const diff = await firstFound(session, { tenant, text: first }, (from) =>
    firstFound(session, { tenant, text: second }, (to) =>
      session.api.images.diff.query({ tenant, from: sideOf(from), to: sideOf(to), platform }),
    ),
  )
  if (options.json) return printJson(diff)
  printResult(showDiff(diff))
  const { added, removed, shared } = diff.bytes
  say(`${formatBytes(added)} added, ${formatBytes(removed)} removed, ${formatBytes(shared)} shared`)
  if (diff.packages === null) say('the packages of these images are not known')
}

function sideOf(reference: ImageReference) {
  return { repository: reference.repository, reference: referenceOf(reference) }
}

function showDiff({ config, layers, packages }: ImageDiff): string {
  return formatTable([
    ['', 'WHAT', 'BEFORE', 'AFTER'],
    ...config.map(({ field, key, from, to }) => [
      signOf(from, to),
      key === null ? field : `${field} ${key}`,
      from ?? '-',
      to ?? '-',
    ]),
    ...layers.map(({ state, digest, bytes, instruction }) => [
      SIGN[state],
      `layer ${shortDigest(digest ?? '')}`,
      state === 'added' ? '-' : formatBytes(bytes),
      state === 'removed' ? '-' : `${formatBytes(bytes)} ${instruction ?? ''}`,
    ]),
    ...(packages ?? []).map(({ type, name, from, to }) => [
      signOf(from, to),
      `${type} ${name}`,
      from ?? '-',
      to ?? '-',
    ]),
  ])
}

function signOf(from: string | null, to: string | null): string {
  if (from === null) return '+'
  return to === null ? '-' : '~'
}
