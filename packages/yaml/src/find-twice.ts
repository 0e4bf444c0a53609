import { type Document, isNode, isScalar, visit } from 'yaml'

/** The first key that its mapping has already, and its offset. The parser's own look compares each key with each. */
export function findTwice(document: Document): { readonly key: string; readonly offset: number } | undefined {
  let found: { key: string; offset: number } | undefined
  visit(document, {
    Map(_key, map) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const name = String(key.value)
        if (seen.has(name)) {
          found = { key: name, offset: isNode(key) && key.range ? key.range[0] : 0 }
          return visit.BREAK
        }
        seen.add(name)
      }
      return undefined
    },
  })
  return found
}
