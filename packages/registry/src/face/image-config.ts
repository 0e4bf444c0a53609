import { type ImageConfig, imageConfigSchema } from '@berth/oci'
import type { ImageConfigView } from '@berth/protocol'

/** Undefined when it is none that could be read. */
export function readImageConfig(bytes: Uint8Array | null): ImageConfig | undefined {
  if (bytes === null) return undefined
  try {
    return imageConfigSchema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data
  } catch {
    return undefined // what a builder wrote badly is shown as no config
  }
}

/** What a reader asks of an image's config. */
export function viewConfig({ config, created, author }: ImageConfig): ImageConfigView {
  return {
    createdAt: created ?? null,
    author: author || null,
    user: config?.User || null,
    workingDir: config?.WorkingDir || null,
    entrypoint: config?.Entrypoint ?? [],
    cmd: config?.Cmd ?? [],
    env: config?.Env ?? [],
    ports: Object.keys(config?.ExposedPorts ?? {}),
    volumes: Object.keys(config?.Volumes ?? {}),
    labels: config?.Labels ?? {},
    stopSignal: config?.StopSignal || null,
  }
}
