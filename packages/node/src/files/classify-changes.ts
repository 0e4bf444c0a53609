import type { Change } from '@berth/protocol'
import type { TarEntry } from '@berth/image/tar'
import type { Below, Found } from './layer-view.ts'

const WHITEOUT = '.wh.'
const OPAQUE = '.wh..wh..opq'

/**
 * Tells what each member of a layer is to the image: folders come before what they hold, so that only the way to the
 * last one is remembered.
 */
export function createClassifier(options: {
  lower: Below
  /** absolute, inside: what lies there belongs to another mount */
  mountPoints: readonly string[]
  look: (folders: Below, name: string) => Promise<Found>
}): (entry: Pick<TarEntry, 'name' | 'type'>) => Promise<readonly Change[]> {
  const { mountPoints, look } = options
  const way: { path: string; below: Below; there: boolean }[] = [
    { path: '', below: options.lower, there: true },
  ]

  return async ({ name, type }) => {
    const path = name.replace(/\/$/, '')
    const cut = path.lastIndexOf('/')
    const [parent, base] = [path.slice(0, Math.max(cut, 0)), path.slice(cut + 1)]
    while (way.length > 1 && way.at(-1)?.path !== parent) way.pop()
    const folder = way.at(-1)
    if (!folder) return []
    if (base === OPAQUE) {
      const before = folder.there
      way[way.length - 1] = { ...folder, below: [], there: false }
      return before ? shown(parent, 'deleted', 'added') : []
    }
    if (base.startsWith(WHITEOUT)) return shown(join(parent, base.slice(WHITEOUT.length)), 'deleted')
    const { there, below } = await look(folder.below, base)
    if (type === 'directory') way.push({ path, below, there })
    return shown(path, there ? 'changed' : 'added')
  }

  function shown(path: string, ...kinds: readonly Change['kind'][]): readonly Change[] {
    const text = `/${Buffer.from(path, 'latin1').toString('utf8')}`
    const hidden = mountPoints.some((mount) => text === mount || text.startsWith(`${mount}/`))
    return hidden ? [] : kinds.map((kind) => ({ kind, path: text }))
  }
}

function join(parent: string, base: string): string {
  return parent === '' ? base : `${parent}/${base}`
}
