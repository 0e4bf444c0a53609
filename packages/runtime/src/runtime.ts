import type { EndReason, Limits } from '@berth/core'
import type { RuntimeSpec } from '@berth/oci'
import type { FileJob } from './files/file-job.ts'

/**
 * Root file system: overlayfs over idmapped layers, `lower` with the uppermost first. Paths are on the host; `upper` and
 * `work` lie in one folder; ids on disk are container ids.
 */
export type RootFs = {
  readonly lower: readonly string[]
  readonly upper: string
  readonly work: string
  /** what was written need not outlive a crash of the host: then nothing waits for the disk at the end */
  readonly volatile?: boolean
}

/** A volume of the container, mounted idmapped at `destination`. */
export type VolumeMount = {
  readonly source: string
  readonly destination: string
  readonly readonly: boolean
  /** `source` is a file, and so is its mount point; absent: a folder */
  readonly file?: boolean
  /** it is new: what the image has at `destination` is copied into it, and then it looks as the folder there */
  readonly fill?: boolean
}

/** Files that the platform writes for a container, bound read-only over its own: /etc/resolv.conf, /etc/hosts, /etc/hostname. */
export type FileMount = { readonly content: string; readonly destination: string }

/** `burst`: cores for a moment, after less than `cpu` was used; absent: never more than `cpu`. */
export type RunLimits = Limits & { readonly burst?: number | undefined }

export type ContainerRequest = {
  readonly id: string
  readonly rootfs: RootFs
  readonly process: {
    readonly argv: readonly string[]
    readonly env: Readonly<Record<string, string>>
    /** as `env`, and never on a disk; stronger than that */
    readonly secretEnv?: Readonly<Record<string, string>>
    readonly cwd: string
    /** as in an image's `User`: name or number, with an optional group; resolved within the root file system */
    readonly user: string
    readonly tty: boolean
    /** it takes input, and its output waits for a first viewer, who is let in by `getExec` with the container's own id */
    readonly attended?: boolean
  }
  readonly hostname: string
  /** absent: a network of its own, with nothing in it */
  readonly netnsPath?: string
  readonly limits: RunLimits
  /** one of `groups`, open before the start: what it shares with others stays within the limits of that, too */
  readonly group?: string
  /** first host id and size of the container's user namespace */
  readonly ids: { readonly start: number; readonly size: number }
  readonly volumes: readonly VolumeMount[]
  readonly files: readonly FileMount[]
  /** name → content: files in memory below /run/secrets that the program's user alone reads; never on a disk */
  readonly secretFiles?: Readonly<Record<string, string>>
  /** folders in memory; absent means none */
  readonly tmpfs?: readonly { readonly destination: string; readonly bytes: number }[]
  /** nothing of the root file system can be written */
  readonly readonlyRoot?: boolean
  /** beside the usual ones, or instead of them; hard and soft are the same. Names as in RLIMIT_NAMES */
  readonly rlimits?: Readonly<Record<string, number>>
  /**
   * Process 1 is ours: it reaps orphans, passes signals on, and counts beside the limits; absent means true. Without
   * it the program is process 1, as those want that are made for it (systemd, s6-overlay).
   */
  readonly init?: boolean
  /** it runs no program: process 1 of ours alone, for sessions; `argv` is then not looked at */
  readonly idle?: boolean
  readonly stopSignal: string
  /** size of one segment, and how many are kept */
  readonly log: { readonly maxBytes: number; readonly maxSegments: number }
}

/** What a container wrote over its image, and where other mounts lie over that. Paths on the host, but `mountPoints`. */
export type WrittenLayer = {
  readonly upper: string
  /** the image's layers, uppermost first */
  readonly lower: readonly string[]
  readonly mountPoints: readonly string[]
}

/** What is known of one container's last run. */
export type ContainerRecord = {
  readonly id: string
  readonly state: 'running' | 'ended'
  /** it is there, and none of its processes runs */
  readonly paused: boolean
  /** what it was started with, or had changed to since; null when its record is lost */
  readonly limits: RunLimits | null
  /** pid of the container's init in the host's pid namespace */
  readonly pid: number | null
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly end: EndReason | null
  /** processes that the kernel killed in this run because its memory was used up; absent means none */
  readonly oomKills?: number
  /** forks that its limit of processes refused in this run; absent means none */
  readonly forksRefused?: number
}

export type ExecRequest = {
  readonly containerId: string
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly user?: string
  readonly tty: boolean
  readonly size?: { readonly cols: number; readonly rows: number }
  /** in place of `argv`, which then is empty */
  readonly files?: FileJob
}

export type ExecSession = {
  readonly id: string
  readonly containerId: string
  readonly tty: boolean
  /** supervisor's unix socket; frames as in attach-protocol.ts; `berth-init attach` speaks it for a terminal */
  readonly socket: string
}

/** One process of a container, as its own pid namespace and user namespace number it. */
export type ProcessInfo = {
  readonly pid: number
  readonly uid: number
  /** as the container's own /etc/passwd has it */
  readonly user?: string
  /** one letter, as proc_pid_stat(5) has it */
  readonly state: string
  readonly memoryBytes: number
  readonly cpuMs: number
  /** its arguments, cut after 1,000 characters; the name in brackets when it has none */
  readonly command: string
}

export type Usage = { readonly cpuUsageUsec: number; readonly memoryBytes: number; readonly pids: number }

/** Control groups that several containers share; with limits for all of them together. */
export type SharedGroups = {
  /** Idempotent. */
  open(name: string, limits: RunLimits): Promise<void>
  /** Kills all that runs in it. */
  kill(name: string): Promise<void>
  /** Kills what is left in it, and removes it; idempotent. */
  close(name: string): Promise<void>
  /** how often the limit of processes of all together was in the way */
  forksRefused(name: string): Promise<number>
  /** Those that an earlier process left. */
  closeAll(): Promise<void>
}

/**
 * The container runtime of one node. A container's supervisor outlives this process; `list` adopts what runs.
 * State is in files (written aside, synced, renamed), one folder per container.
 */
export type Runtime = {
  /** Start, or start again after an end. Resolves when the process was executed; errors: runtime.start_failed. */
  start(request: ContainerRequest): Promise<ContainerRecord>
  /** Every container with a folder here, adopted by pid and start time; also those that ended meanwhile. */
  list(): Promise<readonly ContainerRecord[]>
  get(id: string): Promise<ContainerRecord | undefined>
  /** Calls back once for each end, also of adopted containers, with its reason; returns an unsubscribe. */
  onEnd(listener: (record: ContainerRecord) => void): () => void
  /**
   * Calls back when memory ran out (within a second of the kernel's kill) or forks were refused (then at most once a
   * minute; on cgroup v1 only where `usage` is asked for); once for many, the record says how many there were.
   */
  onLimitHit(listener: (id: string) => void): () => void
  /** Signal, wait, kill. `by` becomes part of the reason. */
  stop(id: string, options: { signal?: string; timeoutMs: number; by: string }): Promise<ContainerRecord>
  kill(id: string, signal: string): Promise<void>
  /** Idempotent; a stop or a kill ends it. Errors: container.not_running, container.wrong_state, runtime.unsupported. */
  pause(id: string): Promise<void>
  unpause(id: string): Promise<void>
  /** Other limits while it runs; `disk` is only noted. Errors: container.not_running, container.limit_in_use. */
  update(id: string, limits: RunLimits): Promise<void>
  /** Remove folder, cgroup and logs of an ended container; a running one is killed first. Idempotent. */
  remove(id: string): Promise<void>
  exec(request: ExecRequest): Promise<ExecSession>
  execs(containerId: string): Promise<readonly ExecSession[]>
  getExec(containerId: string, execId: string): Promise<ExecSession | undefined>
  killExec(containerId: string, execId: string): Promise<void>
  usage(id: string): Promise<Usage | undefined>
  /** What `usage` says of the processor, for a sixth of its cost. */
  processorUsec(id: string): Promise<number | undefined>
  /** By pid, at most a thousand, also while it is paused. Error: container.not_running. */
  processes(id: string): Promise<readonly ProcessInfo[]>
  /** Of the last run, also when it has ended. Error: container.not_running, when there was none. */
  layer(id: string): Promise<WrittenLayer>
  readonly groups: SharedGroups
  /** folder of log segments, for logstore */
  logDirectory(id: string): string
  /** path of the attach client, and its arguments for a session: what node-pty runs */
  attachCommand(session: ExecSession): { readonly file: string; readonly args: readonly string[] }
  close(): Promise<void>
}

export type { FileJob, RuntimeSpec }
