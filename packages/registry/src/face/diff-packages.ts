import type { PackageChange, PackageView } from '@berth/protocol'

/** Packages that are in one only, or in another version; a package may be there in several versions. */
export function diffPackages(from: readonly PackageView[], to: readonly PackageView[]): PackageChange[] {
  const [old, fresh] = [byName(from), byName(to)]
  const keys = [...new Set([...old.keys(), ...fresh.keys()])].toSorted()
  return keys.flatMap((key) => {
    const [before, after] = [old.get(key), fresh.get(key)]
    const named = before ?? after
    const versions = { from: versionsOf(before), to: versionsOf(after) }
    return named && versions.from !== versions.to ? [{ type: named.type, name: named.name, ...versions }] : []
  })
}

type Group = { readonly type: string; readonly name: string; readonly versions: string[] }

function byName(packages: readonly PackageView[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const { type, name, version } of packages) {
    const key = `${name}\n${type}`
    const group = groups.get(key) ?? { type, name, versions: [] }
    group.versions.push(version)
    groups.set(key, group)
  }
  return groups
}

function versionsOf(group: Group | undefined): string | null {
  return group ? group.versions.toSorted().join(', ') : null
}
