import type { ConfigChange, ImageConfigView } from '@berth/protocol'

const WORDS = ['user', 'workingDir', 'stopSignal', 'author'] as const
const LISTS = ['entrypoint', 'cmd', 'ports', 'volumes'] as const

/** What differs, field by field; variables and labels by their names. Times of creation always differ, and are left out. */
export function diffConfig(from: ImageConfigView | null, to: ImageConfigView | null): ConfigChange[] {
  return [
    ...WORDS.map((field) => ({ field, key: null, from: from?.[field] ?? null, to: to?.[field] ?? null })),
    ...LISTS.map((field) => ({ field, key: null, from: asText(from?.[field]), to: asText(to?.[field]) })),
    ...byKey('env', asMap(from?.env ?? []), asMap(to?.env ?? [])),
    ...byKey('label', asOwnMap(from?.labels ?? {}), asOwnMap(to?.labels ?? {})),
  ].filter((change) => change.from !== change.to)
}

function asText(list: readonly string[] | undefined): string | null {
  return list && list.length > 0 ? JSON.stringify(list) : null
}

function asMap(assignments: readonly string[]): Map<string, string> {
  return new Map(
    assignments.map((text) => {
      const at = text.indexOf('=')
      return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

function asOwnMap(record: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries(record))
}

function byKey(
  field: 'env' | 'label',
  from: ReadonlyMap<string, string>,
  to: ReadonlyMap<string, string>,
): ConfigChange[] {
  const keys = [...new Set([...from.keys(), ...to.keys()])].toSorted()
  return keys.map((key) => ({ field, key, from: from.get(key) ?? null, to: to.get(key) ?? null }))
}
