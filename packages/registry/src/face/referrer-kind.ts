import type { ReferrerKind } from '@berth/protocol'

/** Tags that stand for referrers: distribution-spec's fallback, and cosign's with an ending. A filter of Postgres, too. */
export const FALLBACK_TAG = '^sha(256-[0-9a-f]{64}|512-[0-9a-f]{128})(\\.[a-z]{1,16})?$'

const BY_ENDING: Readonly<Record<string, ReferrerKind>> = {
  sig: 'signature',
  sbom: 'sbom',
  att: 'attestation',
}

const BY_TYPE: readonly (readonly [RegExp, ReferrerKind])[] = [
  [/cosign\.(artifact\.sig|simplesigning)|notary\.signature|dev\.sigstore\.bundle/, 'signature'],
  [/spdx|cyclonedx|syft/, 'sbom'],
  [/in-toto|slsa|attestation|dsse/, 'attestation'],
]

/** Of these it is known what they stand for: they live and go with it. A filter of Postgres. */
export const STANDING_TAG = '^sha(256-[0-9a-f]{64}|512-[0-9a-f]{128})(\\.(sig|att|sbom))?$'
const STANDING_ENDINGS = ['', '.sig', '.att', '.sbom']

/** The tags that stand for what speaks of a digest: the specification's fallback, and cosign's. */
export function standingTags(digest: string): string[] {
  return STANDING_ENDINGS.map((ending) => fallbackTag(digest) + ending)
}

/** How the tags of everything that speaks of a digest begin. */
export function fallbackTag(digest: string): string {
  return digest.replace(':', '-')
}

/** What a referrer is, by the tag that stands for it or by its type. */
export function referrerKind(artifactType: string | null, tag: string | null): ReferrerKind {
  const ending = tag?.split('.').at(1)
  if (ending !== undefined && Object.hasOwn(BY_ENDING, ending)) return BY_ENDING[ending] ?? 'artifact'
  return BY_TYPE.find(([pattern]) => pattern.test(artifactType ?? ''))?.[1] ?? 'artifact'
}
