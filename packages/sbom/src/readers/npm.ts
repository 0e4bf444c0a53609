import { type Package, toPackage } from '../package.ts'
import { asObject, parseObject } from './json.ts'

const MAX_DEPTH = 64
const FOLDER = 'node_modules/'

/** `package-lock.json`: `packages` of versions 2 and 3, else the nested `dependencies` of version 1. */
export function readPackageLock(text: string): Package[] {
  const lock = parseObject(text)
  const packages = asObject(lock?.['packages'])
  return packages ? fromPaths(packages) : nested(asObject(lock?.['dependencies']) ?? {}, 0)
}

/** `node_modules/<name>/package.json` */
export function readPackageJson(text: string): Package[] {
  const { name, version } = parseObject(text) ?? {}
  return [toPackage('npm', name, version) ?? []].flat()
}

function fromPaths(packages: Readonly<Record<string, unknown>>): Package[] {
  return Object.entries(packages).flatMap(([path, value]) => {
    const at = path.lastIndexOf(FOLDER)
    const entry = asObject(value)
    if (at < 0 || entry?.['link'] === true) return []
    return toPackage('npm', entry?.['name'] ?? path.slice(at + FOLDER.length), entry?.['version']) ?? []
  })
}

function nested(dependencies: Readonly<Record<string, unknown>>, depth: number): Package[] {
  if (depth > MAX_DEPTH) return []
  return Object.entries(dependencies).flatMap(([name, value]) => {
    const entry = asObject(value)
    const own = toPackage('npm', name, entry?.['version'])
    return [...(own ? [own] : []), ...nested(asObject(entry?.['dependencies']) ?? {}, depth + 1)]
  })
}
