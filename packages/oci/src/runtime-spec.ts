import type { LinuxResources, Seccomp } from './runtime-config/runtime-config.ts'

/** The parts of an OCI runtime-spec `config.json` (1.2) that Berth's runtime reads. */
export type RuntimeSpec = {
  readonly ociVersion: string
  readonly hostname?: string
  readonly root: { readonly path: string; readonly readonly?: boolean }
  readonly process: {
    readonly terminal?: boolean
    readonly user: {
      readonly uid: number
      readonly gid: number
      readonly additionalGids?: readonly number[]
      readonly umask?: number
    }
    readonly args: readonly string[]
    readonly env: readonly string[]
    readonly cwd: string
    readonly capabilities?: Readonly<Partial<Record<CapabilitySet, readonly string[]>>>
    readonly rlimits?: readonly { readonly type: string; readonly soft: number; readonly hard: number }[]
    readonly noNewPrivileges?: boolean
    readonly oomScoreAdj?: number
  }
  readonly mounts: readonly {
    readonly destination: string
    readonly type?: string
    readonly source?: string
    readonly options?: readonly string[]
  }[]
  readonly linux: {
    readonly namespaces: readonly { readonly type: NamespaceType; readonly path?: string }[]
    readonly uidMappings?: readonly IdMapping[]
    readonly gidMappings?: readonly IdMapping[]
    readonly cgroupsPath?: string
    readonly resources?: LinuxResources
    readonly seccomp?: Seccomp
    readonly maskedPaths?: readonly string[]
    readonly readonlyPaths?: readonly string[]
    readonly sysctl?: Readonly<Record<string, string>>
    readonly devices?: readonly Device[]
  }
}

export type CapabilitySet = 'bounding' | 'effective' | 'inheritable' | 'permitted' | 'ambient'
export type NamespaceType = 'user' | 'pid' | 'mount' | 'network' | 'uts' | 'ipc' | 'cgroup' | 'time'
export type IdMapping = { readonly containerID: number; readonly hostID: number; readonly size: number }
export type Device = {
  readonly path: string
  readonly type: 'c' | 'b' | 'p'
  readonly major: number
  readonly minor: number
  readonly fileMode: number
}
