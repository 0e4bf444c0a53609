import type { Finding, Package } from '../package.ts'
import { readApk } from './apk.ts'
import { readDpkg } from './dpkg.ts'
import { readPackageJson, readPackageLock } from './npm.ts'
import { readOsRelease } from './os-release.ts'
import { readMetadata, readPipfileLock, readPoetryLock, readRequirements } from './pypi.ts'

/** Reads the text of one file; undefined when it says nothing. */
export type Reader = (text: string) => Finding | undefined

const packages =
  (read: (text: string) => Package[]): Reader =>
  (text) => {
    const found = read(text)
    return found.length > 0 ? { kind: 'packages', packages: found } : undefined
  }

const readDistribution: Reader = (text) => {
  const distribution = readOsRelease(text)
  return distribution && { kind: 'distribution', distribution }
}

const BY_PATH: readonly (readonly [RegExp, Reader])[] = [
  [/^var\/lib\/dpkg\/status$/, packages(readDpkg)],
  [/^var\/lib\/dpkg\/status\.d\/[^/]+(?<!\.md5sums)$/, packages(readDpkg)],
  [/^(usr\/)?lib\/apk\/db\/installed$/, packages(readApk)],
  [/^(etc|usr\/lib)\/os-release$/, readDistribution],
  [/(^|\/)node_modules\/(@[^/]+\/)?[^/@][^/]*\/package\.json$/, packages(readPackageJson)],
  [/(^|\/)(package-lock|npm-shrinkwrap)\.json$/, packages(readPackageLock)],
  [/\/[^/]+\.dist-info\/METADATA$/, packages(readMetadata)],
  [/\/[^/]+\.egg-info\/PKG-INFO$/, packages(readMetadata)],
  [/(^|\/)requirements\.txt$/, packages(readRequirements)],
  [/(^|\/)Pipfile\.lock$/, packages(readPipfileLock)],
  [/(^|\/)poetry\.lock$/, packages(readPoetryLock)],
]

/** Who reads a file of this path (without a slash at its beginning); undefined: nobody. */
export function chooseReader(path: string): Reader | undefined {
  return BY_PATH.find(([pattern]) => pattern.test(path))?.[1]
}
