import type { ImageConfig } from '@berth/oci'

/**
 * An image's configuration and history as lines, without what must differ: times; the label that buildah adds; the
 * order of variables, which nothing depends on; texts of the history but for commands, because buildah writes an
 * instruction as it stands in the file and BuildKit with its values; the mounts of a command, which only buildah writes;
 * WORKDIR's layer, which buildah has not got.
 */
export function configLines(image: ImageConfig): readonly string[] {
  const settings = Object.entries(image.config ?? {}).flatMap(([name, value]) => settingLines(name, value))
  return [
    `architecture ${image.architecture}`,
    `os ${image.os}`,
    ...(image.author ? [`author ${image.author}`] : []),
    ...settings.toSorted(),
    ...(image.history ?? []).map(({ created_by }) => `history ${historyText(created_by ?? '')}`),
  ]
}

/** Of the machine that ran the container that it was made of, or empty in both. */
const OF_DOCKER = [
  ...['Hostname', 'Domainname', 'Image', 'AttachStdin', 'AttachStdout', 'AttachStderr', 'Tty', 'OpenStdin'],
  ...['StdinOnce', 'ArgsEscaped'],
]

function settingLines(name: string, value: unknown): string[] {
  if (OF_DOCKER.includes(name) || isEmpty(value)) return []
  if (name === 'Env' && Array.isArray(value)) return value.map((pair) => `Env ${String(pair)}`)
  if (name === 'Labels')
    return Object.entries(value as Record<string, string>)
      .filter(([label]) => label !== 'io.buildah.version')
      .map(([label, text]) => `label ${label}=${text}`)
  if (name === 'ExposedPorts' || name === 'Volumes')
    return Object.keys(value as object).map((key) => `${name} ${key}`)
  return [`${name} ${JSON.stringify(sorted(value))}`]
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** `RUN` with its arguments and command; of all else the keyword. */
function historyText(createdBy: string): string {
  const nop = /^\/bin\/sh -c #\(nop\)\s+(\S+)/.exec(createdBy)
  if (nop) return (nop[1] ?? '').toUpperCase()
  const [, keyword = '', text = ''] = /^([A-Z]+) (.*?)(?: # buildkit)?$/s.exec(createdBy) ?? []
  if (keyword === 'RUN') return `RUN ${text}`
  return keyword === '' ? `RUN ${createdBy.replaceAll(/--mount=\S+ /g, '')}` : keyword
}
