/** The kinds of fields that an operation has on the wire. */
export type FieldKind = 'u32' | 'u64' | 'text' | 'texts' | 'bytes'

type FieldValue<Kind extends FieldKind> = {
  readonly u32: number
  readonly u64: bigint
  readonly text: string
  readonly texts: readonly string[]
  readonly bytes: Uint8Array
}[Kind]

/** How every operation on an OCI mount ends: MOUNT_ATTR_* and MS_*, of the mount, and of all that is below it. */
const ATTRIBUTES = {
  set: 'u64',
  clear: 'u64',
  setAll: 'u64',
  clearAll: 'u64',
  propagation: 'u32',
  propagationAll: 'u32',
} as const

/**
 * Every operation that berth-init can perform: its code, and its fields in order. native/operations.h mirrors the
 * codes, native/layouts.h the fields (infra/native/write-layouts.ts writes it); both sides are tested against the same
 * fixture bytes. A code is never used again for something else.
 */
export const OPERATIONS = {
  /** flags: see SESSION; segments of `segmentBytes`, `segments` of them, numbered from `firstSegment` */
  supervise: {
    code: 1,
    fields: {
      folder: 'text',
      socket: 'text',
      flags: 'u32',
      segmentBytes: 'u64',
      segments: 'u32',
      firstSegment: 'u32',
    },
  },
  makeUserns: { code: 2, fields: { uid: 'u32', gid: 'u32', size: 'u32' } },
  /** the container's init, by pid and start time: its pid namespace is entered by the next clone */
  findInit: { code: 3, fields: { pid: 'u32', startTime: 'u64' } },
  /** everything after it is performed by the new process; `cgroup`: folder of the v2 group it is born in, or empty */
  clone: { code: 4, fields: { flags: 'u64', cgroup: 'text' } },
  /**
   * In place of `supervise`, for a process that outlives who made it and has the caller's standard streams. `folder`:
   * where `start.sock` is made, or empty; `console`: socket that is given the terminal's master, or empty; flags: see
   * LAUNCH; `preserved`: how many of the caller's descriptors, from 3 on, the program gets.
   */
  attend: { code: 5, fields: { folder: 'text', console: 'text', flags: 'u32', preserved: 'u32' } },
  /** `ensureDir` may be there already; `saveRecord` is written aside, renamed, and synced after the answer */
  ensureDir: { code: 6, fields: { path: 'text', mode: 'u32' } },
  saveFile: { code: 7, fields: { path: 'text', data: 'text', mode: 'u32' } },
  saveRecord: { code: 8, fields: { path: 'text', data: 'text' } },
  /** nothing when there is no such file */
  writeIfThere: { code: 9, fields: { path: 'text', data: 'text' } },

  joinPath: { code: 10, fields: { path: 'text', type: 'u32' } },
  joinInit: { code: 11, fields: { types: 'u32' } },
  writeFile: { code: 12, fields: { path: 'text', data: 'text' } },
  unshare: { code: 13, fields: { flags: 'u32' } },
  mount: { code: 14, fields: { source: 'text', target: 'text', type: 'text', flags: 'u64', data: 'text' } },
  /** what is created from here on belongs to these host ids */
  fsIds: { code: 15, fields: { uid: 'u32', gid: 'u32' } },
  makeDir: { code: 17, fields: { path: 'text', mode: 'u32' } },
  openRoot: { code: 19, fields: { path: 'text' } },
  filesystem: {
    code: 21,
    fields: { type: 'text', destination: 'text', attributes: 'u64', options: 'texts' },
  },
  device: { code: 22, fields: { path: 'text', mode: 'u32', major: 'u32', minor: 'u32' } },
  symlink: { code: 23, fields: { target: 'text', path: 'text' } },
  mask: { code: 24, fields: { path: 'text' } },
  readonly: { code: 25, fields: { path: 'text' } },
  rootDir: { code: 26, fields: { path: 'text' } },
  pivot: { code: 27, fields: {} },
  hostname: { code: 28, fields: { name: 'text' } },
  user: { code: 29, fields: { user: 'text' } },
  stdio: { code: 30, fields: {} },
  pty: { code: 31, fields: { cols: 'u32', rows: 'u32', console: 'u32' } },
  rlimit: { code: 32, fields: { resource: 'u32', soft: 'u64', hard: 'u64' } },
  enterUserns: { code: 33, fields: {} },
  credentials: { code: 34, fields: { bounding: 'u64' } },
  cwd: { code: 35, fields: { path: 'text' } },
  noNewPrivileges: { code: 36, fields: {} },
  /** flags: SECCOMP_FILTER_FLAG_* without NEW_LISTENER, which comes from an operation `notify` before it */
  seccomp: { code: 37, fields: { program: 'bytes', flags: 'u32' } },
  /** `search`: PATH when the environment has none */
  exec: { code: 38, fields: { search: 'text', argv: 'texts', env: 'texts' } },
  /** the caller runs its hooks: the process goes on when it is told to */
  sync: { code: 39, fields: {} },
  /** stdin: `before`, its pid as the hook sees it, `after`; no limit when `timeoutMs` is 0 */
  hook: {
    code: 40,
    fields: { path: 'text', argv: 'texts', env: 'texts', timeoutMs: 'u32', before: 'text', after: 'text' },
  },
  /** waits until somebody connects to `start.sock` in the folder of `attend` */
  waitStart: { code: 41, fields: {} },
  /** fails when there is no such program; `search`: PATH of the process */
  find: { code: 42, fields: { program: 'text', search: 'text' } },
  /** a session keyring of its own */
  keyring: { code: 43, fields: { name: 'text' } },
  /** `group`: folder of a v2 group; the eBPF program that answers for its devices takes the place of earlier ones */
  deviceFilter: { code: 44, fields: { group: 'text', program: 'bytes' } },
  /**
   * The process, which is the first of its pid namespace, stays as such: it reaps, passes signals on, and ends as its
   * child does, which performs the rest.
   */
  reap: { code: 45, fields: {} },
  /** In place of `exec`, as the first of its pid namespace: it reaps, and ends by the first signal, with 0. */
  rest: { code: 47, fields: {} },
  /** a new file below the root that the program's user alone reads; after `user` */
  giveFile: { code: 46, fields: { path: 'text', data: 'text' } },
  /**
   * In place of `exec`: a file or folder of the container as a tar stream on stdout. `path` that ends with a slash is
   * a folder or a link to one; `name`: what it is called in the archive, empty for its content alone; flags: see PACK
   */
  packFiles: { code: 50, fields: { path: 'text', name: 'text', flags: 'u32' } },
  /** in place of `exec`: a tar stream on stdin into the folder `path`, or, with a `name` for its first part, as `path` */
  unpackFiles: { code: 51, fields: { path: 'text', name: 'text' } },
  /** in place of `exec`: one question about files; acts: see ASK; paths end with a NUL */
  askFiles: {
    code: 52,
    fields: { act: 'u32', path: 'bytes', other: 'bytes', number: 'u64', time: 'u64' },
  },
  /**
   * Connects to who answers SCMP_ACT_NOTIFY; `seccomp` sends the descriptor with the state, whose pieces are joined by
   * the pid. Right after `clone`, while /proc is the caller's.
   */
  notify: { code: 60, fields: { socket: 'text', state: 'texts' } },
  /**
   * What the host's root does for an OCI container before the clone, and as whom. Id maps (text as in
   * /proc/<pid>/uid_map) and trees are numbered from 0 in the order in which they were made or opened.
   */
  makeIdMap: { code: 70, fields: { uids: 'text', gids: 'text' } },
  /** the user namespace of that path */
  openIdMap: { code: 71, fields: { path: 'text' } },
  /** as its root */
  enterIdMap: { code: 72, fields: { idMap: 'u32' } },
  /** flags: see TREE; `idMap` NO_ID_MAP for none */
  openTree: { code: 73, fields: { source: 'text', flags: 'u32', idMap: 'u32' } },
  /** a tree of one device node, with host ids, that works in a user namespace */
  openDevice: { code: 74, fields: { mode: 'u32', major: 'u32', minor: 'u32', uid: 'u32', gid: 'u32' } },
  openMountNamespace: { code: 75, fields: { path: 'text' } },
  enterMountNamespace: { code: 76, fields: {} },
  /** the root file system; a tree is used once */
  rootTree: { code: 77, fields: { tree: 'u32', ...ATTRIBUTES } },
  attachTree: { code: 78, fields: { tree: 'u32', destination: 'text', ...ATTRIBUTES } },
  /** flags: see ATTACH */
  attachFilesystem: {
    code: 79,
    fields: { type: 'text', destination: 'text', options: 'texts', flags: 'u32', ...ATTRIBUTES },
  },
  remount: { code: 80, fields: { destination: 'text', ...ATTRIBUTES } },
  /** what is there already must be the same device */
  makeDevice: {
    code: 81,
    fields: { path: 'text', mode: 'u32', major: 'u32', minor: 'u32', uid: 'u32', gid: 'u32' },
  },
  chroot: { code: 82, fields: {} },
  /** a private procfs, which `writeProc` uses from there on instead of the host's */
  openProc: { code: 83, fields: {} },
  /** `path` below /proc */
  writeProc: { code: 84, fields: { path: 'text', data: 'text' } },
  domainname: { code: 85, fields: { name: 'text' } },
  /** ids inside; `groups`: u32 each */
  identity: { code: 86, fields: { uid: 'u32', gid: 'u32', groups: 'bytes' } },
  /** NO_UMASK leaves it; capabilities stay until `capabilities` */
  takeIdentity: { code: 87, fields: { bounding: 'u64', umask: 'u32' } },
  capabilities: {
    code: 88,
    fields: { effective: 'u64', permitted: 'u64', inheritable: 'u64', ambient: 'u64' },
  },
  /** sched_setattr(2); `nice` as two's complement */
  scheduler: {
    code: 89,
    fields: {
      policy: 'u32',
      flags: 'u64',
      nice: 'u32',
      priority: 'u32',
      runtime: 'u64',
      deadline: 'u64',
      period: 'u64',
    },
  },
  ioPriority: { code: 90, fields: { value: 'u32' } },
  /** words of 64 bits, lowest first */
  cpuAffinity: { code: 91, fields: { mask: 'bytes' } },
  personality: { code: 92, fields: { value: 'u32' } },
  memoryPolicy: { code: 93, fields: { mode: 'u32', nodes: 'bytes' } },
  /** brings the interface `lo` up */
  loopback: { code: 94, fields: {} },
  /** pipes among the standard streams change to these host ids */
  ownStdio: { code: 95, fields: { uid: 'u32', gid: 'u32' } },
  /** the hard limit, where the wanted one is higher */
  raiseLimit: { code: 96, fields: { resource: 'u32', hard: 'u64' } },
  /** what only root may enter is entered as root; `cwd` stays there when the user may not */
  tryDir: { code: 97, fields: { path: 'text' } },
  /** opened before the clone, for what the process could not open itself; `writeHeld` writes to all of them */
  holdFile: { code: 98, fields: { path: 'text' } },
  writeHeld: { code: 99, fields: { data: 'text' } },
  /** of the user namespace that was entered */
  becomeRoot: { code: 100, fields: {} },
  /** a network namespace for `moveDevice` and `enterNetwork`: that of `path`, or a new one of the user namespace `idMap` */
  openNetwork: { code: 101, fields: { path: 'text', idMap: 'u32' } },
  /** a device of the host, which it is given back when the container is not made after all */
  moveDevice: { code: 102, fields: { device: 'text', name: 'text' } },
  enterNetwork: { code: 103, fields: {} },
  /** a new file system as a tree, with its ids mapped */
  openFilesystem: { code: 104, fields: { type: 'text', options: 'texts', idMap: 'u32' } },
  /** before the clone: a mount namespace without the host's mounts, for `ownMounts` to copy */
  openEmptyMounts: { code: 105, fields: {} },
  /** a tree of the mount that `source` is in, while the host's paths can be reached; numbered as above; flags: see HOLD */
  holdTree: { code: 106, fields: { source: 'text', attributes: 'u64', flags: 'u32' } },
  /** from here on no path of the host is there; the working folder is an empty one, to put the root together in */
  ownMounts: { code: 107, fields: {} },
  /** at `name` below the working folder */
  stageTree: { code: 108, fields: { tree: 'u32', name: 'text' } },
  /** flags: see BIND */
  bindTree: { code: 109, fields: { tree: 'u32', destination: 'text', flags: 'u32' } },
  /** the root file system becomes the root, and what it was put together of goes */
  switchRoot: { code: 110, fields: {} },
} as const satisfies Record<string, { code: number; fields: Readonly<Record<string, FieldKind>> }>

export type OperationName = keyof typeof OPERATIONS

/** One step of a plan: `{op: 'hostname', name: 'box'}`. */
export type Operation = {
  [Name in OperationName]: { readonly op: Name } & {
    readonly [Field in keyof (typeof OPERATIONS)[Name]['fields']]: (typeof OPERATIONS)[Name]['fields'][Field] extends FieldKind
      ? FieldValue<(typeof OPERATIONS)[Name]['fields'][Field]>
      : never
  }
}[OperationName]

/** Steps in order; berth-init performs them and stops at the first that fails. */
export type Plan = readonly Operation[]

/** Flags of `supervise`; native/session.h. */
export const SESSION = { tty: 1, stdin: 2, log: 4, waits: 8, reaps: 16 } as const

/** Flags of `attend`; native/launch.c. */
export const LAUNCH = { stays: 1, relays: 2 } as const

/** Flags of `holdTree` and `bindTree`; native/own-mounts.c. */
export const HOLD = { recursive: 1, idmapped: 2 } as const
export const BIND = { file: 1, copyUp: 2 } as const

/** Flags of `openTree`; native/tree-operations.c. */
export const TREE = { recursive: 1, idMapRecursive: 2, slave: 4 } as const
export const NO_ID_MAP = 0xffff_ffff

/** Flags of `attachFilesystem`; native/attach-operations.c. */
export const ATTACH = { links: 1, copyUp: 2 } as const

/** Flags of `packFiles`; native/pack-operations.c. */
export const PACK = { oneMount: 1 } as const

/** Acts of `askFiles`; native/file-operations.c. */
export const ASK = { list: 1, read: 2, write: 3, makeFolder: 4, rename: 5, remove: 6 } as const

/** Of `takeIdentity`; native/identity-operations.c. */
export const NO_UMASK = 0xffff_ffff
