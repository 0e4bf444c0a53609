/** What everybody who is signed in sees of a mirror. */
export type MirrorSummary = {
  /** images lie below `mirror/<prefix>/` */
  readonly prefix: string
  /** as in `docker.io/library/alpine` and `?ns=docker.io` */
  readonly namespaces: readonly string[]
}

/** What administrators see of it. */
export type MirrorView = MirrorSummary & {
  readonly id: string
  readonly url: string
  /** null: asked without a login */
  readonly username: string | null
  readonly realms: readonly string[]
  readonly plainHttp: boolean
  readonly ttlSeconds: number
  readonly maxBytes: number
  readonly enabled: boolean
  /** of blobs that are here, each once */
  readonly usedBytes: number
  readonly repositories: number
  /** answered from what is here, and asked of the upstream */
  readonly hits: number
  readonly misses: number
  readonly okAt: Date | null
  readonly failedAt: Date | null
  /** why it failed the last time */
  readonly failure: string | null
}

export type MirrorsView = {
  readonly mirrors: readonly MirrorView[]
  /** whether those who did not log in may pull through them */
  readonly anonymous: boolean
}

export type MirrorPreset = {
  readonly name: string
  readonly prefix: string
  readonly url: string
  readonly namespaces: readonly string[]
}

/** Registries that many mirror. */
export const MIRROR_PRESETS: readonly MirrorPreset[] = [
  {
    name: 'Docker Hub',
    prefix: 'hub',
    url: 'https://registry-1.docker.io',
    namespaces: ['docker.io', 'index.docker.io'],
  },
  { name: 'GitHub', prefix: 'ghcr', url: 'https://ghcr.io', namespaces: ['ghcr.io'] },
  { name: 'Quay', prefix: 'quay', url: 'https://quay.io', namespaces: ['quay.io'] },
  { name: 'Kubernetes', prefix: 'k8s', url: 'https://registry.k8s.io', namespaces: ['registry.k8s.io'] },
]
