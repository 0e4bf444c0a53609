import { type Document, isMap, isNode, isScalar } from 'yaml'

export type Path = readonly PropertyKey[]

/** Where a part stands; where the nearest part above it does, if it is not there. */
export function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) {
      const last = path[length]
      return last === undefined ? node.range[0] : offsetOfKey(document, path.slice(0, length), String(last))
    }
  }
  return 0
}

/** Where a key stands; where its mapping does, if it has no such key. */
export function offsetOfKey(document: Document, path: Path, key: string): number {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true)
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0]
  }
  return isNode(node) && node.range ? node.range[0] : 0
}
