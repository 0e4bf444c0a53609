import type { MirrorSummary } from '@berth/protocol'

export type MirrorSnippets = {
  readonly login: string
  readonly pull: string
  readonly deploy: string
  /** null: nothing has to be set */
  readonly docker: string | null
  /** null: the mirror has no namespace, so a client cannot be sent to it */
  readonly containerd: { readonly file: string; readonly text: string } | null
  readonly podman: string | null
}

/** An image that the registry is sure to have. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'docker.io': 'library/alpine:3',
  'ghcr.io': 'home-assistant/home-assistant:stable',
  'quay.io': 'prometheus/prometheus:latest',
  'registry.k8s.io': 'pause:3.10',
}

/** Sources: docker docs "daemon.json", containerd docs/hosts.md, containers-registries.conf(5). */
export function mirrorSnippets(
  { prefix, namespaces }: MirrorSummary,
  { host, isPlain }: { host: string; isPlain: boolean },
): MirrorSnippets {
  const [namespace] = namespaces
  const image = EXAMPLES[namespace ?? ''] ?? 'team/image:1'
  const origin = `${isPlain ? 'http' : 'https'}://${host}`
  return {
    login: `docker login ${host} -u token`,
    pull: `docker pull ${host}/mirror/${prefix}/${image}`,
    deploy: `berth deploy app --image ${namespace ?? `mirror/${prefix}`}/${image}`,
    // docker takes localhost as it is
    docker:
      isPlain && !host.startsWith('localhost')
        ? JSON.stringify({ 'insecure-registries': [host] }, null, 2)
        : null,
    containerd: namespace ? containerd(namespace, origin) : null,
    podman: namespace ? podman(namespace, `${host}/mirror/${prefix}`, isPlain) : null,
  }
}

function containerd(namespace: string, origin: string) {
  return {
    file: `/etc/containerd/certs.d/${namespace}/hosts.toml`,
    text: [
      `[host."${origin}"]`,
      '  capabilities = ["pull", "resolve"]',
      `  [host."${origin}".header]`,
      '    # printf %s token:YOUR_API_TOKEN | base64 -w0',
      '    authorization = "Basic …"',
    ].join('\n'),
  }
}

function podman(namespace: string, location: string, isPlain: boolean): string {
  return [
    '[[registry]]',
    `prefix = "${namespace}"`,
    `location = "${namespace}"`,
    '',
    '[[registry.mirror]]',
    `location = "${location}"`,
    ...(isPlain ? ['insecure = true'] : []),
  ].join('\n')
}
