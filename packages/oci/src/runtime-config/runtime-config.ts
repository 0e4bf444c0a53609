import { z } from 'zod'
import type { DeepReadonly } from './deep-readonly.ts'
import { hooksSchema } from './hooks.ts'
import { linuxSchema } from './linux.ts'
import { mountSchema } from './mount.ts'
import { processSchema } from './process.ts'
import type { resourcesSchema } from './resources.ts'
import { text, textMap } from './scalars.ts'
import type { seccompSchema } from './seccomp.ts'

/** semver.org 2.0.0, of which the first number must be 1 */
const VERSION =
  /^1\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$/

const elsewhere = z.never('nothing: containers are Linux ones, and share the kernel').optional()

/** A `config.json` of the OCI runtime-spec. What it does not name is ignored, as the specification has it. */
export const runtimeConfigSchema = z.object({
  ociVersion: z.string().regex(VERSION, 'a version of the runtime-spec, 1.x.y'),
  root: z.object({ path: text.min(1), readonly: z.boolean().optional() }).optional(),
  mounts: z.array(mountSchema).optional(),
  process: processSchema.optional(),
  hostname: text.max(64).optional(),
  domainname: text.max(64).optional(),
  hooks: hooksSchema.optional(),
  annotations: textMap.optional(),
  linux: linuxSchema.optional(),
  windows: elsewhere,
  solaris: elsewhere,
  vm: elsewhere,
  zos: elsewhere,
  freebsd: elsewhere,
})

export type RuntimeConfig = DeepReadonly<z.infer<typeof runtimeConfigSchema>>
export type ProcessConfig = NonNullable<RuntimeConfig['process']>
export type LinuxConfig = NonNullable<RuntimeConfig['linux']>
export type MountConfig = NonNullable<RuntimeConfig['mounts']>[number]
export type HooksConfig = NonNullable<RuntimeConfig['hooks']>
export type HookConfig = NonNullable<HooksConfig['prestart']>[number]
export type LinuxResources = DeepReadonly<z.infer<typeof resourcesSchema>>
export type Seccomp = DeepReadonly<z.infer<typeof seccompSchema>>
export type SeccompAction = Seccomp['defaultAction']
