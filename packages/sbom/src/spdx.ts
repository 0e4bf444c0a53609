import type { Inventory } from './merge-layers.ts'
import type { Distribution, Package } from './package.ts'

export const SPDX_MEDIA_TYPE = 'application/spdx+json'

export type DescribedImage = {
  /** `acme/web` */
  readonly repository: string
  readonly digest: string
  /** when it says that it was made; its own time, so that one image has one document */
  readonly createdAt: Date | null
  readonly inventory: Inventory
  /** of the platform, without a slash at the end */
  readonly url: string
}

const ROOT = 'SPDXRef-Image'

/** An SPDX 2.3 document as JSON; the same bytes for the same image. */
export function toSpdx({ repository, digest, createdAt, inventory, url }: DescribedImage): string {
  const { packages, distribution } = inventory
  const parts = packages.map((each, i) => spdxPackage(each, `SPDXRef-Package-${i + 1}`, distribution))
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${repository}@${digest}`,
    documentNamespace: `${url}/v2/${repository}/manifests/${digest}#spdx`,
    creationInfo: {
      created: (createdAt ?? new Date(0)).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      creators: ['Tool: berth'],
    },
    packages: [imagePackage(repository, digest, distribution), ...parts],
    relationships: [
      relationship('SPDXRef-DOCUMENT', 'DESCRIBES', ROOT),
      ...parts.map(({ SPDXID }) => relationship(ROOT, 'CONTAINS', SPDXID)),
    ],
  }
  return JSON.stringify(document)
}

function imagePackage(repository: string, digest: string, distribution: Distribution | null) {
  const [algorithm = '', value = ''] = digest.split(':')
  return {
    SPDXID: ROOT,
    name: repository,
    versionInfo: digest,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    primaryPackagePurpose: 'CONTAINER',
    checksums: [{ algorithm: algorithm.toUpperCase(), checksumValue: value }],
    ...(distribution ? { comment: `${distribution.id} ${distribution.version}`.trim() } : {}),
  }
}

function spdxPackage(each: Package, SPDXID: string, distribution: Distribution | null) {
  return {
    SPDXID,
    name: each.name,
    versionInfo: each.version,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: packageUrl(each, distribution),
      },
    ],
  }
}

function relationship(spdxElementId: string, relationshipType: string, relatedSpdxElement: string) {
  return { spdxElementId, relationshipType, relatedSpdxElement }
}

/** github.com/package-url/purl-spec */
export function packageUrl({ type, name, version }: Package, distribution: Distribution | null): string {
  const at = `@${encodeURIComponent(version)}`
  const [namespace, base] = name.startsWith('@') ? name.split('/', 2) : [undefined, name]
  switch (type) {
    case 'npm':
      return `pkg:npm/${namespace ? `${encodeURIComponent(namespace)}/` : ''}${encodeURIComponent(base ?? name)}${at}`
    case 'pypi':
      return `pkg:pypi/${encodeURIComponent(name)}${at}`
    case 'deb':
    case 'apk': {
      const owner = distribution?.id ?? (type === 'deb' ? 'debian' : 'alpine')
      const distro = distribution?.version
        ? `?distro=${encodeURIComponent(`${owner}-${distribution.version}`)}`
        : ''
      return `pkg:${type}/${owner}/${encodeURIComponent(name)}${at}${distro}`
    }
  }
}
