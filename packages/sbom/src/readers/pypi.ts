import { type Package, toPackage } from '../package.ts'
import { asObject, parseObject } from './json.ts'
import { headerOf } from './stanzas.ts'

/** `<name>-<version>.dist-info/METADATA` and `.egg-info/PKG-INFO` */
export function readMetadata(text: string): Package[] {
  const header = headerOf(text)
  return pypi(header.get('Name'), header.get('Version'))
}

/** `requirements.txt`: only what is pinned to one version. */
export function readRequirements(text: string): Package[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match =
      /^\s*([A-Za-z0-9._-]{1,200})(?:\[[^\]]{0,200}\])?\s*===?\s*([^\s;#,\\*]{1,128})\s*(?:[;#\\].*)?$/.exec(
        line,
      )
    return pypi(match?.[1], match?.[2])
  })
}

/** `Pipfile.lock` */
export function readPipfileLock(text: string): Package[] {
  const lock = parseObject(text)
  return ['default', 'develop'].flatMap((group) =>
    Object.entries(asObject(lock?.[group]) ?? {}).flatMap(([name, value]) => {
      const version = asObject(value)?.['version']
      return pypi(name, typeof version === 'string' ? version.replace(/^==/, '') : undefined)
    }),
  )
}

/** `poetry.lock`: TOML, of which only the tables `[[package]]` are looked at. */
export function readPoetryLock(text: string): Package[] {
  return text
    .split(/^\[\[package\]\][ \t]*$/m)
    .slice(1)
    .flatMap((table) => {
      const own = table.split(/^\[/m, 1)[0] ?? ''
      return pypi(/^name = "([^"\n]*)"/m.exec(own)?.[1], /^version = "([^"\n]*)"/m.exec(own)?.[1])
    })
}

/** Names are the same whatever their case and separators (PEP 503). */
function pypi(name: string | undefined, version: string | undefined): Package[] {
  const found = toPackage('pypi', name?.toLowerCase().replaceAll(/[-_.]+/g, '-'), version)
  return found ? [found] : []
}
