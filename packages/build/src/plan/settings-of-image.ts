import type { ImageConfig } from '@berth/oci'
import { z } from 'zod'
import type { ImageSettings } from './image-settings.ts'

/** Fields of Docker's that the OCI's schema lets through unread. */
const dockerSchema = z.looseObject({
  Shell: z.array(z.string()).nullish().catch(undefined),
  OnBuild: z.array(z.string()).nullish().catch(undefined),
  Healthcheck: z
    .object({
      Test: z.array(z.string()).default([]),
      Interval: z.number().optional(),
      Timeout: z.number().optional(),
      StartPeriod: z.number().optional(),
      StartInterval: z.number().optional(),
      Retries: z.number().optional(),
    })
    .nullish()
    .catch(undefined),
})

/** The settings that a stage begins with when it is built on this image; what is empty there is absent here. */
export function settingsOfImage(image: ImageConfig): ImageSettings {
  const config = image.config
  const docker = dockerSchema.parse(config ?? {})
  return withoutEmpty({
    User: config?.User || undefined,
    ExposedPorts: setOf(config?.ExposedPorts),
    Env: config?.Env ?? undefined,
    Entrypoint: config?.Entrypoint ?? undefined,
    Cmd: config?.Cmd ?? undefined,
    Volumes: setOf(config?.Volumes),
    WorkingDir: config?.WorkingDir || undefined,
    Labels: config?.Labels ?? undefined,
    StopSignal: config?.StopSignal || undefined,
    Shell: docker.Shell?.length ? docker.Shell : undefined,
    OnBuild: docker.OnBuild?.length ? docker.OnBuild : undefined,
    Healthcheck: docker.Healthcheck ?? undefined,
    author: image.author,
  })
}

function setOf(names: Record<string, unknown> | null | undefined) {
  return names ? Object.fromEntries(Object.keys(names).map((name) => [name, {}])) : undefined
}

type Possible = { readonly [name in keyof ImageSettings]: ImageSettings[name] | undefined }

function withoutEmpty(settings: Possible): ImageSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}
