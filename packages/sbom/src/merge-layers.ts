import type { LayerFindings } from './layer-findings.ts'
import type { Distribution, Finding, Package } from './package.ts'

/** What an image brings, in a fixed order, each package once. */
export type Inventory = { readonly distribution: Distribution | null; readonly packages: readonly Package[] }

const MOST = 20_000

/** What is left when the layers lie on one another, lowest first. */
export function mergeLayers(layers: readonly LayerFindings[]): Inventory {
  let merged = new Map<string, Finding>()
  for (const { found, removed, cleared } of layers) {
    const gone = new Set(removed)
    const empty = new Set(cleared)
    merged = new Map([...merged].filter(([path]) => !isGone(path, gone, empty)))
    for (const [path, finding] of Object.entries(found)) merged.set(path, finding)
  }
  return { distribution: distributionOf(merged), packages: packagesOf([...merged.values()]) }
}

/** Also when a folder above it is gone; so the cost is the path's depth, however many whiteouts there are. */
function isGone(path: string, gone: ReadonlySet<string>, empty: ReadonlySet<string>): boolean {
  if (gone.has(path) || empty.has('')) return true
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    if (gone.has(path.slice(0, at)) || empty.has(path.slice(0, at + 1))) return true
  }
  return false
}

function distributionOf(merged: ReadonlyMap<string, Finding>): Distribution | null {
  const finding = merged.get('etc/os-release') ?? merged.get('usr/lib/os-release')
  return finding?.kind === 'distribution' ? finding.distribution : null
}

function packagesOf(findings: readonly Finding[]): readonly Package[] {
  const all = findings.flatMap((finding) => (finding.kind === 'packages' ? finding.packages : []))
  const once = new Map(all.map((each) => [`${each.type} ${each.name} ${each.version}`, each]))
  return [...once]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each)
    .slice(0, MOST)
}
